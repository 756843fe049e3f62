using System.ComponentModel;
using System.Diagnostics;
using Sagas.Local.State;
using Temporal.DevServer;

namespace Sagas.Local.Conformance;

/// <summary>
/// Runs the scenarios of <c>tests/Conformance</c> with the official TypeScript SDK and compares what they record with what a
/// real server gave. Without an address it tests the embedded server: once as it is, once with time skipping.
/// </summary>
internal sealed class ConformanceCommand(string? address, string? only)
{
    private static string Kit => Path.Combine(Repository.Root, "tests", "Conformance");

    private static string Results => Path.Combine(Repository.Root, ".sagas", "conformance");

    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (!Directory.Exists(Path.Combine(Kit, "node_modules")))
        {
            await RequireAsync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"], stop);
        }

        if (Directory.Exists(Results))
        {
            Directory.Delete(Results, recursive: true);
        }

        var failed = address is not null
            ? await ScenariosAsync(address, [], stop)
            : await EmbeddedAsync(stop);
        if (failed != 0 && !Directory.Exists(Results))
        {
            throw new UserError("Nothing was recorded, so there is nothing to compare; why stands above.");
        }

        string[] selection = only is null ? [] : ["--only", only];
        var compared = await NodeAsync(["diff.mjs", "golden", Results, .. selection], stop);
        return failed != 0 ? failed : compared;
    }

    private async Task<int> EmbeddedAsync(CancellationToken stop)
    {
        int failed;
        await using (var server = await DevServerHost.StartAsync(new DevServerOptions(), stop))
        {
            failed = await ScenariosAsync(server.Address, [], stop);
        }

        if (only is not null && !only.Contains("time-skipping", StringComparison.Ordinal))
        {
            return failed;
        }

        await using var skipping = await DevServerHost.StartAsync(new DevServerOptions { TimeSkipping = true }, stop);
        var failedSkipping = await ScenariosAsync(skipping.Address, ["--time-skipping"], stop);
        return failed != 0 ? failed : failedSkipping;
    }

    private Task<int> ScenariosAsync(string server, string[] more, CancellationToken stop)
    {
        List<string> arguments = ["run.mjs", "--address", server, "--out", Results, .. more];
        if (only is not null && more.Length == 0)
        {
            arguments.AddRange(["--only", only]);
        }

        return NodeAsync(arguments, stop);
    }

    private static Task<int> NodeAsync(IEnumerable<string> arguments, CancellationToken stop) =>
        ProcessAsync("node", arguments, stop);

    private static async Task RequireAsync(string program, IEnumerable<string> arguments, CancellationToken stop)
    {
        if (await ProcessAsync(program, arguments, stop) != 0)
        {
            throw new UserError($"'{program}' failed in {Kit}; its own message stands above.");
        }
    }

    private static async Task<int> ProcessAsync(string program, IEnumerable<string> arguments, CancellationToken stop)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Kit })!;
            try
            {
                await process.WaitForExitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            throw new UserError($"'{program}' is missing; install Node 20 or later and try again.");
        }
    }
}
