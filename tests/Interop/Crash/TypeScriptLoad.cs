using System.Diagnostics;
using System.Text.Json;
using Interop.Node;

namespace Interop.Crash;

/// <summary>Ledgers kept by the official TypeScript SDK, client and worker.</summary>
internal sealed class TypeScriptLoad : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _reading;

    public TypeScriptLoad(string address, int clients, int entries, Told told)
    {
        var start = new ProcessStartInfo("node", ["ledgers.mjs"])
        {
            WorkingDirectory = Path.Combine(NodeTool.Folder, "scripts"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["TEMPORAL_ADDRESS"] = address, ["CLIENTS"] = $"{clients}", ["ENTRIES"] = $"{entries}",
            },
        };
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync(told);
    }

    /// <summary>Ends only when the script does, with an exception unless it was asked to.</summary>
    public Task Running => _reading;

    /// <summary>Lets it finish the ledgers that are open.</summary>
    public void Stop() => _process.StandardInput.Close();

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadAsync(Told told)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            told.Add(JsonSerializer.Deserialize<Fact>(line, JsonSerializerOptions.Web)!);
        }

        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0, await _errors);
    }
}
