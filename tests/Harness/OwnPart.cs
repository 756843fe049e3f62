using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Sagas.Harness;

/// <summary>
/// A worker or API of the harness's own in place of the supervised one, so that it can be given a crash point or be another
/// program. The supervisor is stopped (SIGSTOP) meanwhile, or it would start its own again; disposing wakes it and it does.
/// </summary>
public sealed class OwnPart : IAsyncDisposable
{
    private readonly int _supervisor;
    private readonly string _program;
    private readonly string[] _arguments;
    private readonly Dictionary<string, string> _environment;
    private readonly ConcurrentQueue<string> _lines = new();
    private Process? _process;

    private OwnPart(int supervisor, int replaced, string? program)
    {
        _supervisor = supervisor;
        var command = ReadZeroSeparated(replaced, "cmdline");
        _program = program ?? command[0];
        // Of `sagas worker --role all` a program of its own needs what follows the verb.
        _arguments = program is null ? command[1..] : command[2..];
        _environment = ReadZeroSeparated(replaced, "environ").Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>The process id of the part while it runs.</summary>
    public int Pid => _process!.Id;

    /// <summary>Stops the supervisor and ends its part.</summary>
    /// <param name="system">Whose part it is.</param>
    /// <param name="role">Which part.</param>
    /// <param name="program">What to run in its place; null: the same.</param>
    public static OwnPart TakeOver(RunningSystem system, string role = "worker", string? program = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        var replaced = system.Pids()[role];
        var own = new OwnPart(system.SupervisorPid, replaced, program);
        Signals.Send(system.SupervisorPid, Signals.Stop);
        Signals.Send(replaced, Signals.Kill);
        return own;
    }

    /// <summary>Starts the part; with a crash point it dies there by itself.</summary>
    /// <param name="crashPoint">Where it dies.</param>
    /// <param name="variables">What is other in its environment than in the supervised part's.</param>
    public void Start(string? crashPoint = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(_program, _arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        if (crashPoint is not null)
        {
            start.Environment["SAGAS_CRASH_POINT"] = crashPoint;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The first line of its log with this text.</summary>
    public Task<string> SaysAsync(string text, TimeSpan patience) => Eventually.GetAsync(
        $"the log says '{text}'",
        patience,
        () => Task.FromResult(_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))));

    /// <summary>Waits until it has died; false when it lives on.</summary>
    public async Task<bool> DiesAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Signals.Send(_supervisor, Signals.Continue);
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    private static string[] ReadZeroSeparated(int pid, string name) =>
        Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/{name}")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
