namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>A signal for one waiter. However often it is set before the wait, it ends one wait.</summary>
internal sealed class AutoResetSignal
{
    private readonly SemaphoreSlim _permit = new(0, 1);
    private int _isSet;

    /// <summary>Ends the wait under way, or the next one.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _permit.Release();
        }
    }

    /// <summary>Waits until it is set, at most as long as said.</summary>
    public async ValueTask WaitAsync(TimeSpan most)
    {
        if (await _permit.WaitAsync(most).ConfigureAwait(false))
        {
            Interlocked.Exchange(ref _isSet, 0);
        }
    }
}
