using System.Threading.Tasks.Sources;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>
/// A signal for one waiter. However often it is set before the wait, it ends one wait. The waiter goes on within the call
/// that sets it: waking another thread would cost more than what it does then. For the same reason the timer is left
/// alone when a wait ends early: it comes, finds that the time of the wait under way is not up, and goes on for the rest.
/// </summary>
internal sealed class AutoResetSignal : IValueTaskSource, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private bool _isSet;
    private bool _isWaiting;
    private bool _isTimerSet;
    private long _until;

    /// <summary>Creates it, not set.</summary>
    public AutoResetSignal() => _timer = new Timer(_ => OnTimer(), null, Timeout.Infinite, Timeout.Infinite);

    /// <summary>Ends the wait under way, or the next one.</summary>
    public void Set()
    {
        lock (_gate)
        {
            if (!_isWaiting)
            {
                _isSet = true;
                return;
            }
        }

        End();
    }

    /// <summary>Waits until it is set, at most as long as said. One wait at a time.</summary>
    public ValueTask WaitAsync(TimeSpan most)
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _wait.Reset();
            _isWaiting = true;
            _until = Environment.TickCount64 + (long)most.TotalMilliseconds;
            SetTimer((long)most.TotalMilliseconds);
            return new ValueTask(this, _wait.Version);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    /// <inheritdoc />
    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    /// <inheritdoc />
    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    /// <inheritdoc />
    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void SetTimer(long milliseconds)
    {
        if (!_isTimerSet)
        {
            _isTimerSet = true;
            _timer.Change(milliseconds, Timeout.Infinite);
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _isTimerSet = false;
            if (!_isWaiting)
            {
                return;
            }

            if (_until - Environment.TickCount64 is > 0 and var rest)
            {
                SetTimer(rest);
                return;
            }
        }

        End();
    }

    /// <summary>Whoever comes second, the timer or a call, finds nobody waiting.</summary>
    private void End()
    {
        lock (_gate)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _wait.SetResult(true);
    }
}
