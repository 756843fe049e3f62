using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Interop.Node;

/// <summary>Node 20 or newer and the pinned packages of this folder.</summary>
internal static class NodeTool
{
    private const int LeastVersion = 20;

    private static readonly TimeSpan _installTime = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task<string?>> _packages = new(() => InstallAsync(Folder!, "package-lock.json", "ci"));

    public static string Folder { get; } = typeof(NodeTool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "InteropDirectory").Value!;

    /// <summary>Why the tests cannot run here, or null.</summary>
    public static string? Missing { get; } = Find();

    public static bool OnCi => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>Installs the pinned packages of this folder.</summary>
    public static async Task InstallAsync()
    {
        Missing.ShouldBeNull();
        (await _packages.Value).ShouldBeNull();
    }

    /// <summary>Runs a script of <c>scripts/</c> and fails the test with its whole output unless it ends well.</summary>
    public static async Task<string> RunAsync(
        string script, TimeSpan patience, params (string Name, string Value)[] environment)
    {
        await InstallAsync();
        var result = await RunAsync("node", [script], Path.Combine(Folder, "scripts"), patience, environment);
        result.Code.ShouldBe(0, $"node {script}{Environment.NewLine}{result.Output}{result.Errors}");
        return result.Output;
    }

    /// <summary>Installs what a file of that folder names, unless exactly that is there; null or what went wrong.</summary>
    public static async Task<string?> InstallAsync(string folder, string file, params string[] command)
    {
        var wanted = await File.ReadAllTextAsync(Path.Combine(folder, file));
        var mark = Path.Combine(folder, "node_modules", ".installed-lock.json");
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == wanted)
        {
            return null;
        }

        var result = await RunAsync(
            "npm", [.. command, "--ignore-scripts", "--no-audit", "--no-fund"], folder, _installTime, []);
        if (result.Code != 0)
        {
            return $"npm {command[0]} failed: " + result.Output + result.Errors;
        }

        await File.WriteAllTextAsync(mark, wanted);
        return null;
    }

    /// <summary>Runs a program to its end; ends it and all that it started when that takes too long.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        TimeSpan patience,
        IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, await output, await errors + $"{program} was stopped after {patience}.");
        }

        return (process.ExitCode, await output, await errors);
    }

    private static string? Find()
    {
        try
        {
            var result = RunAsync("node", ["--version"], Folder, TimeSpan.FromSeconds(20), []).GetAwaiter().GetResult();
            var version = result.Output.Trim().TrimStart('v');
            return int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                && major >= LeastVersion ? null : $"Node {LeastVersion} or newer is needed; this one is '{version}'.";
        }
        catch (Win32Exception)
        {
            return $"Node {LeastVersion} or newer is needed and there is none; install the package nodejs.";
        }
    }
}
