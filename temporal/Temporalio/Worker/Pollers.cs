namespace Temporalio.Worker;

/// <summary>Polls side by side until they are stopped. One that faults stops the others.</summary>
internal static class Pollers
{
    /// <summary>Runs them; ends when the last one has ended, with the fault of the one that failed.</summary>
    /// <param name="count">How many.</param>
    /// <param name="pollOnceAsync">One poll, and what it brings.</param>
    /// <param name="stop">Ends polls, which is no fault.</param>
    public static async Task RunAsync(int count, Func<PollBackoff, WorkerStop, Task> pollOnceAsync, WorkerStop stop)
    {
        using var stopOnFault = new WorkerStopSource(stop);
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => RunOneAsync(pollOnceAsync, stopOnFault)))
            .ConfigureAwait(false);
    }

    private static async Task RunOneAsync(
        Func<PollBackoff, WorkerStop, Task> pollOnceAsync, WorkerStopSource source)
    {
        var stop = source.Stop;
        var backoff = new PollBackoff(TimeProvider.System);
        try
        {
            while (!stop.IsRequested)
            {
                await pollOnceAsync(backoff, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsRequested)
        {
            // The way to stop.
        }
        catch
        {
            await source.CutOffAsync().ConfigureAwait(false);
            throw;
        }
    }
}
