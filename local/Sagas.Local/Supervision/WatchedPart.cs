using System.Diagnostics;

namespace Sagas.Local.Supervision;

/// <summary>
/// Keeps one part running.
/// <code>
/// state      event              next
/// starting   ready              ready      (announced once)
/// starting   process ended      waiting    (a line says so)
/// ready      process ended      waiting    (a line says so)
/// waiting    back-off over      starting
/// any        stop               stopped
/// </code>
/// </summary>
internal sealed class WatchedPart(Part part, Action<string> say, Action<string, int> started)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Backoff _backoff = new();
    private volatile PartProcess? _current;
    private Task _life = Task.CompletedTask;
    private readonly CancellationTokenSource _stopping = new();

    public string Role => part.Role;

    /// <summary>Completes when the part is ready for the first time.</summary>
    public Task FirstReady => _ready.Task;

    public void Start() => _life = Task.Run(LiveAsync);

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        if (_current is { } process)
        {
            await process.StopAsync();
        }

        await _life;
    }

    private async Task LiveAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var birth = Stopwatch.GetTimestamp();
            using var process = PartProcess.Start(part);
            _current = process;
            started(part.Role, process.Pid);
            try
            {
                if (await process.UntilReadyAsync(_stopping.Token))
                {
                    Announce(process);
                    await process.Exited.WaitAsync(_stopping.Token);
                }

                var wait = _backoff.Next(Stopwatch.GetElapsedTime(birth));
                say($"{part.Role} ended ({process.HowItEnded()}{LastLogLine()}); starting it again in "
                    + $"{wait.TotalSeconds:0.#} s. Its log: {part.LogFile}");
                await Task.Delay(wait, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                await process.StopAsync();
            }
        }
    }

    private void Announce(PartProcess process)
    {
        if (!_ready.TrySetResult())
        {
            say($"{part.Role} is ready again (process {process.Pid}).");
        }
    }

    private string LastLogLine()
    {
        try
        {
            var line = LogTail.LastLine(part.LogFile);
            return line.Length == 0 ? "" : $"; it said: {line}";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
