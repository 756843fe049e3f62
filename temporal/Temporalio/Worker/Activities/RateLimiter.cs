namespace Temporalio.Worker.Activities;

/// <summary>Spaces starts evenly, so many per second.</summary>
internal sealed class RateLimiter(double perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _spacing = TimeSpan.FromSeconds(1 / perSecond);
    private DateTimeOffset _nextFree;

    /// <summary>Waits for one's turn.</summary>
    public Task WaitAsync(CancellationToken stop)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var turn = _nextFree > now ? _nextFree : now;
            _nextFree = turn + _spacing;
            wait = turn - now;
        }
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, stop) : Task.CompletedTask;
    }
}
