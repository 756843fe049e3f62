using System.Diagnostics;
using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.Tests;

/// <summary>The built executable as a process of its own, as a user runs it.</summary>
internal sealed class SagasProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private SagasProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public static SagasProcess Start(params IEnumerable<string> arguments) =>
        StartWith(new Dictionary<string, string>(), arguments);

    public static SagasProcess StartWith(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Executable())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Its first build takes a minute of both cores, and no test here looks at it.
            Environment = { ["SAGAS_UI"] = "off" },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new SagasProcess(Process.Start(start)!);
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        return await process.EndAsync();
    }

    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output, await _error);
    }

    public void Signal(int signal) => Native.Signal(Pid, signal);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Native.Signal(Pid, Native.SignalTerminate);
            _process.WaitForExit(TimeSpan.FromSeconds(15));
        }

        _process.Dispose();
    }

    /// <summary>The executable of the same build configuration as this test.</summary>
    private static string Executable()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Repository.Root, "local/Sagas.Local/bin", configuration, "net10.0/sagas");
    }
}

internal static class Eventually
{
    public static async Task<T> ComesAsync<T>(Func<T?> look, string what, int withinSeconds = 120)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (clock.Elapsed.TotalSeconds < withinSeconds)
        {
            if (look() is { } found)
            {
                return found;
            }

            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException($"Not within {withinSeconds} s: {what}");
    }
}
