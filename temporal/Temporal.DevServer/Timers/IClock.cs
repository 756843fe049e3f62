namespace Temporal.DevServer.Timers;

/// <summary>
/// Server time. Everything that a history can show (event times, timeouts, retries, start delays, cron) uses this
/// clock; deadlines of calls use wall time.
/// </summary>
internal interface IClock
{
    /// <summary>Current server time; never goes backwards.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>
    /// True when time jumps to what is waited for, so that waits that became needless must be withdrawn and holds
    /// matter.
    /// </summary>
    bool CanJump { get; }

    /// <summary>
    /// Completes when <see cref="UtcNow"/> has reached <paramref name="due"/>, cancelled by <paramref name="stop"/>. A
    /// clock that skips time jumps to the earliest pending due time while nothing holds it. The caller is woken with a
    /// hold, to be disposed when it has done, or registered, what it does next; so time cannot jump over it.
    /// </summary>
    Task<IDisposable> WaitUntilAsync(DateTimeOffset due, CancellationToken stop);

    /// <summary>Keeps time at wall pace until disposed: somebody other than a timer can still make progress.</summary>
    IDisposable Hold();
}
