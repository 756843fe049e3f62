using System.Globalization;
using Sagas.Encryption.Keys;
using Sagas.Local.Postgres;
using Sagas.Local.State;
using Sagas.Local.Supervision;
using Sagas.Local.TestRun;
using Sagas.Local.Up;

namespace Sagas.Local.Doctor;

internal static class Checks
{
    private const long DiskBytesMin = 2L << 30;
    private const int NodeMajorMin = 20;

    public static readonly IReadOnlyList<Func<CancellationToken, Task<Finding>>> All =
    [
        SdkAsync, PostgresAsync, PostgresUserAsync, StateAsync, DiskAsync, EncryptionAsync, PortsAsync, ToolsAsync, NodeAsync,
        ChromiumAsync,
    ];

    private static async Task<Finding> SdkAsync(CancellationToken stop)
    {
        var said = await Shell.RunAsync("dotnet", ["--version"], stop, Repository.Root);
        var version = said.Output.Trim();
        return version.StartsWith("10.", StringComparison.Ordinal)
            ? Finding.Fine($".NET SDK {version}")
            : new(
                Severity.Broken,
                version.Length > 0 ? $".NET SDK is {version}" : $".NET SDK does not start: {said.Text}",
                "Install the .NET 10 SDK from https://dot.net.");
    }

    private static async Task<Finding> PostgresAsync(CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable("DATABASE_URL") is { Length: > 0 })
        {
            return Finding.Fine("PostgreSQL: DATABASE_URL is set and will be used");
        }

        try
        {
            if (PostgresBinaries.Find() is { } binaries)
            {
                var version = await Shell.RunAsync(binaries.Postgres, ["--version"], stop);
                return Finding.Fine($"{version.Output.Trim()} in {binaries.Folder}");
            }
        }
        catch (UserError error)
        {
            return new(Severity.Broken, "PostgreSQL is not where it is said to be", error.Message);
        }

        return Native.IsRoot && Shell.Find("apt-get") is not null
            ? Finding.Fine("PostgreSQL is missing; ./sagas up installs it with apt on first use")
            : new(Severity.Broken, "PostgreSQL is missing", "Install it: sudo apt-get install postgresql. Or set DATABASE_URL.");
    }

    private static async Task<Finding> PostgresUserAsync(CancellationToken stop)
    {
        try
        {
            var user = await ClusterUser.ForThisProcessAsync(stop);
            return Finding.Fine($"PostgreSQL runs as {user.Name ?? Environment.UserName}");
        }
        catch (UserError error)
        {
            return new(Severity.Broken, "PostgreSQL has no user to run as", error.Message);
        }
    }

    private static Task<Finding> StateAsync(CancellationToken stop)
    {
        var state = StateDirectory.At(null);
        try
        {
            state.Create();
            var probe = state.Combine($"doctor.{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return Task.FromResult(Finding.Fine($"State directory {state.Path}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserError)
        {
            return Task.FromResult(new Finding(
                Severity.Broken, $"State directory {state.Path}: {error.Message}",
                $"Make it writable, or name another one: {StateDirectory.Variable}, or ./sagas up --state DIR."));
        }
    }

    private static Task<Finding> DiskAsync(CancellationToken stop)
    {
        var free = new DriveInfo(Path.GetFullPath(Repository.Root)).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):0.0} GiB of disk free");
        return Task.FromResult(free >= DiskBytesMin
            ? Finding.Fine(text)
            : new Finding(Severity.Broken, text, "Free at least 2 GiB."));
    }

    private static Task<Finding> EncryptionAsync(CancellationToken stop)
    {
        try
        {
            return Task.FromResult(Finding.Fine(EncryptionKeys.FromEnvironment() is { } keys
                ? $"Payloads are encrypted with key '{keys.Current.Id}'"
                : "Payloads are not encrypted, as PAYLOAD_ENCRYPTION_KEY is not set"));
        }
        catch (UserError error)
        {
            return Task.FromResult(new Finding(Severity.Broken, "Payloads cannot be encrypted", error.Message));
        }
    }

    private static Task<Finding> PortsAsync(CancellationToken stop)
    {
        if (JsonFile.Read<UpFile>(StateDirectory.At(null).UpFile) is { } running && IsAlive(running))
        {
            return Task.FromResult(Finding.Fine($"Sagas is running here, with the API at {running.Urls.Api}"));
        }

        try
        {
            Ports.Choose([.. PortSetting.All.Where(IsUsed).Select(setting => setting with { Value = setting.Default })]);
            return Task.FromResult(Finding.Fine("The default ports are free"));
        }
        catch (UserError error)
        {
            return Task.FromResult(new Finding(Severity.Lacking, "Not every default port is free", error.Message));
        }
    }

    /// <summary>The file of a system that was killed is still there.</summary>
    private static bool IsAlive(UpFile running) =>
        running.Pids.TryGetValue(Roles.Supervisor, out var pid) && Directory.Exists($"/proc/{pid}");

    private static bool IsUsed(PortSetting setting) =>
        setting.Name != PortSetting.Codec || KeyVariables.FromEnvironment(new List<string>()) is not null;

    private static Task<Finding> ToolsAsync(CancellationToken stop)
    {
        string[] needed = Native.IsRoot ? ["setsid", "setpriv", "chown"] : ["setsid"];
        var missing = needed.Where(tool => Shell.Find(tool) is null).ToList();
        return Task.FromResult(missing.Count == 0
            ? Finding.Fine("The system's tools are there")
            : new Finding(
                Severity.Broken,
                $"Missing: {string.Join(", ", missing)}",
                "Install them: apt-get install util-linux coreutils."));
    }

    private static async Task<Finding> NodeAsync(CancellationToken stop)
    {
        const string cure = "The Temporal UI and the interop tests need Node 20 or later: from https://nodejs.org, or by apt where the "
            + "system has it (Debian 13).";
        if (Shell.Find("node") is not { } node || Shell.Find("npm") is null)
        {
            return new(Severity.Lacking, "Node is missing", cure);
        }

        var version = (await Shell.RunAsync(node, ["--version"], stop)).Output.Trim();
        return int.TryParse(version.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var major)
            && major >= NodeMajorMin
            ? Finding.Fine($"Node {version}")
            : new(Severity.Lacking, $"Node is {version}", cure);
    }

    private static Task<Finding> ChromiumAsync(CancellationToken stop) => Task.FromResult(
        Chromium.Find() is { } path ? Finding.Fine($"Chromium is {path}")
        : Native.IsRoot && Shell.Find("apt-get") is not null
            ? Finding.Fine("Chromium is missing; ./sagas test installs it with apt on first use")
        : new Finding(Severity.Lacking, "Chromium is missing", "Browser tests need it: apt-get install chromium."));
}
