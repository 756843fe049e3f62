using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Sagas.Local.State;

namespace Sagas.Local.Up;

/// <summary>
/// Builds the Temporal UI once per version of its sources, in the background, where Node is there. It is built from a
/// copy under <c>.sagas/ui</c>, so the source tree stays as it was checked out; the server picks it up when it is there.
/// </summary>
internal sealed class TemporalUi
{
    private const string Variable = "SAGAS_UI";
    private const int NodeMajorMin = 20;

    private static readonly string[] NotSources = ["node_modules", "build", ".svelte-kit"];

    private readonly string _sources = Path.Combine(Repository.Root, "temporal", "ui");
    private readonly string _home = Path.Combine(Repository.Root, ".sagas", "ui");

    /// <summary>Where the build of these sources is, or will be.</summary>
    public string Folder => Path.Combine(_home, Version());

    /// <summary>Builds what is missing; says in one line what came of it. It never fails the system.</summary>
    public async Task BuildAsync(Action<string> say, CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "off" || Directory.Exists(Folder))
        {
            return;
        }

        if (await NodeMajorAsync(stop) < NodeMajorMin)
        {
            say($"The Temporal UI is not built: that needs Node {NodeMajorMin} or later. Install it and start again; "
                + "everything else works without it.");
            return;
        }

        Directory.CreateDirectory(_home);
        if (TakeLock() is not { } only)
        {
            say("The Temporal UI is being built by another system of this checkout.");
            return;
        }

        using (only)
        {
            say("Building the Temporal UI for the first time, in the background…");
            say(await BuildInCopyAsync(stop)
                ? "The Temporal UI is ready."
                : $"The Temporal UI could not be built; see {LogFile}.");
        }
    }

    /// <summary>Null while another system builds.</summary>
    private FileStream? TakeLock()
    {
        try
        {
            return new FileStream(Path.Combine(_home, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<bool> BuildInCopyAsync(CancellationToken stop)
    {
        try
        {
            var work = Copy();
            var built = await RunAsync(work, stop, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                && await RunAsync(work, stop, "run", "build");
            if (built && !Directory.Exists(Folder))
            {
                Directory.Move(Path.Combine(work, "build"), Folder);
            }

            return built;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await File.AppendAllTextAsync(LogFile, error + Environment.NewLine, stop);
            return false;
        }
    }

    private string LogFile => Path.Combine(_home, "build.log");

    /// <summary>A name that changes with any source file.</summary>
    private string Version()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Sources().Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(_sources, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash())[..16];
    }

    private IEnumerable<string> Sources() =>
        Directory.EnumerateFileSystemEntries(_sources)
            .Where(entry => !NotSources.Contains(Path.GetFileName(entry)))
            .SelectMany(entry => Directory.Exists(entry)
                ? Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories)
                : [entry]);

    /// <summary>Copies the sources; installed packages of an earlier build stay, so that the next one is quick.</summary>
    private string Copy()
    {
        var work = Path.Combine(_home, "work");
        foreach (var folder in Directory.Exists(work) ? Directory.GetDirectories(work) : [])
        {
            if (Path.GetFileName(folder) != "node_modules")
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        foreach (var file in Sources())
        {
            var target = Path.Combine(work, Path.GetRelativePath(_sources, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return work;
    }

    private async Task<bool> RunAsync(string folder, CancellationToken stop, params string[] arguments)
    {
        var (exit, output) = await ExecuteAsync("npm", folder, arguments, stop);
        await File.AppendAllTextAsync(LogFile, output, stop);
        return exit == 0;
    }

    private static async Task<int> NodeMajorAsync(CancellationToken stop)
    {
        try
        {
            var (exit, output) = await ExecuteAsync("node", Environment.CurrentDirectory, ["--version"], stop);
            return exit == 0 && int.TryParse(output.Trim().TrimStart('v').Split('.')[0], out var major) ? major : 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 0; // no such program
        }
    }

    private static async Task<(int Exit, string Output)> ExecuteAsync(
        string program, string folder, string[] arguments, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        try
        {
            var error = process.StandardError.ReadToEndAsync(stop);
            var output = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
