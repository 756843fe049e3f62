using Temporalio.Worker.Activities;

namespace Temporalio.Worker;

/// <summary>Polls side by side until they are stopped. One that faults stops the others.</summary>
internal static class Pollers
{
    /// <summary>Runs them; ends when the last one has ended, with the fault of the one that failed.</summary>
    /// <param name="count">How many.</param>
    /// <param name="pollOnceAsync">One poll, and what it brings.</param>
    /// <param name="stop">Ends polls at once, which is no fault.</param>
    public static async Task RunAsync(
        int count, Func<PollBackoff, CancellationToken, Task> pollOnceAsync, CancellationToken stop)
    {
        using var stopOnFault = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => RunOneAsync(pollOnceAsync, stopOnFault)))
            .ConfigureAwait(false);
    }

    private static async Task RunOneAsync(
        Func<PollBackoff, CancellationToken, Task> pollOnceAsync, CancellationTokenSource stop)
    {
        var backoff = new PollBackoff(TimeProvider.System);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await pollOnceAsync(backoff, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The way to stop.
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
