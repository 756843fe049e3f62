using System.Diagnostics;
using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.Bench;

/// <summary>The system under load: the one that runs here, or one of its own in a directory that is thrown away.</summary>
internal sealed class BenchStack : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    private readonly Process? _own;

    private BenchStack(StateDirectory state, UpFile running, Process? own)
    {
        State = state;
        Running = running;
        _own = own;
    }

    public StateDirectory State { get; }

    public UpFile Running { get; }

    public static async Task<BenchStack> FindOrStartAsync(string? directory, CancellationToken stop)
    {
        var state = StateDirectory.At(directory);
        return JsonFile.Read<UpFile>(state.UpFile) is { } running
            ? new BenchStack(state, running, own: null)
            : await StartAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is null)
        {
            return;
        }

        Native.Signal(_own.Id, Native.SignalTerminate);
        await _own.WaitForExitAsync();
        _own.Dispose();
        Directory.Delete(State.Path, recursive: true);
    }

    private static async Task<BenchStack> StartAsync(CancellationToken stop)
    {
        Console.WriteLine("Sagas is not running here; starting a system for the benchmark.");
        var state = StateDirectory.At(Directory.CreateTempSubdirectory("sagas-bench-").FullName);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["up", "--state", state.Path, "--random-ports"])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("./sagas up did not start.");
        var output = process.StandardOutput.ReadToEndAsync(stop);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < ReadyWithin && !process.HasExited)
        {
            if (JsonFile.Read<UpFile>(state.UpFile) is { } running)
            {
                return new BenchStack(state, running, process);
            }

            await timer.WaitForNextTickAsync(stop);
        }

        Native.Signal(process.Id, Native.SignalTerminate);
        await process.WaitForExitAsync(stop);
        throw new UserError($"The system for the benchmark did not become ready:{Environment.NewLine}{await output}");
    }
}
