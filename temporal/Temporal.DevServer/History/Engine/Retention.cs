using Temporal.DevServer.Grpc;
using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// Removes closed runs once their namespace has kept them long enough. Looks at the wall clock's pace, as nothing waits
/// for it; what is due is decided by server time.
/// </summary>
internal sealed class Retention(ExecutionEngine engine, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Starts looking.</summary>
    public void Start() => _loop = LoopAsync();

    /// <summary>Removes what is due now; returns how many runs that were.</summary>
    public async Task<int> SweepAsync()
    {
        var removed = 0;
        foreach (var ns in engine.Namespaces.List())
        {
            var before = engine.Clock.UtcNow - ns.Retention;
            IReadOnlyList<RunKey> due;
            do
            {
                due = await engine.Store.ListClosedBeforeAsync(ns.Id, before, Limits.RetentionPageMax, _stop.Token)
                    .ConfigureAwait(false);
                foreach (var key in due)
                {
                    await RemoveAsync(key).ConfigureAwait(false);
                }

                removed += due.Count;
            }
            while (due.Count == Limits.RetentionPageMax && !_stop.IsCancellationRequested);
        }

        return removed;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(s_period);
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
        {
            try
            {
                await SweepAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is RpcException or StoreFencedException)
            {
                Logs.RetentionFailed(log, e);
            }
        }
    }

    /// <summary>Messages that the run still owes are delivered first, or others would wait for them for ever.</summary>
    private async Task RemoveAsync(RunKey key)
    {
        await new CloseNotifier(engine).NotifyAsync(key).ConfigureAwait(false);
        await engine.RunAsync(key.Workflow, async session =>
        {
            if (await session.FindAsync(key.RunId).ConfigureAwait(false) is { IsRunning: false } run)
            {
                session.Remove(run);
            }

            return true;
        }).ConfigureAwait(false);
    }
}
