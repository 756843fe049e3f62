using System.Diagnostics;

namespace Temporal.DevServer.Timers;

/// <summary>
/// A clock that jumps. It runs at wall pace while somebody locks it (clients), while somebody holds it (work that can
/// go on without a timer), and while nobody waits for a time. Otherwise it jumps to the earliest time that is waited
/// for.
/// <code>
/// locked or held, or no waiter   → wall pace
/// last lock and hold gone        → jump to the earliest waiter, wake it, held until it has registered what it does
/// next
/// </code>
/// </summary>
internal sealed class SkippingClock : IClock, IDisposable
{
    private static readonly TimeSpan TimerMax = TimeSpan.FromDays(1);
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _origin = DateTimeOffset.UtcNow;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly PriorityQueue<Waiter, DateTimeOffset> _waiters = new();
    private readonly Timer _wallTimer;
    private TimeSpan _skipped;
    private int _locks;
    private int _holds;

    /// <summary>Creates the clock.</summary>
    /// <param name="locks">Locks at the start; a real time-skipping server starts with one.</param>
    public SkippingClock(int locks = 1)
    {
        _locks = locks;
        _wallTimer = new Timer(_ => Advance());
    }

    /// <inheritdoc />
    public DateTimeOffset UtcNow
    {
        get
        {
            lock (_gate)
            {
                return NowInGate();
            }
        }
    }

    /// <inheritdoc />
    public bool CanJump => true;

    /// <inheritdoc />
    public async Task<IDisposable> WaitUntilAsync(DateTimeOffset due, CancellationToken stop)
    {
        var waiter = new Waiter();
        using var registration = stop.UnsafeRegister(
            (state, token) => ((Waiter)state!).Woken.TrySetCanceled(token), waiter);
        lock (_gate)
        {
            _waiters.Enqueue(waiter, due);
        }

        Advance();
        return await waiter.Woken.Task.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public IDisposable Hold()
    {
        lock (_gate)
        {
            _holds++;
        }

        return new HoldScope(this);
    }

    /// <summary>Keeps time at wall pace until <see cref="Unlock"/>; locks are counted.</summary>
    public void Lock()
    {
        lock (_gate)
        {
            _locks++;
        }
    }

    /// <summary>Takes one lock away; false when there is none.</summary>
    public bool Unlock()
    {
        lock (_gate)
        {
            if (_locks == 0)
            {
                return false;
            }

            _locks--;
        }

        Advance();
        return true;
    }

    /// <summary>
    /// Takes a lock away for a while, or else a hold besides the caller's own: that of the activity that asks to sleep,
    /// which may outlast it. Time goes on when the caller's hold ends.
    /// </summary>
    /// <returns>What gives it back; null when there is neither.</returns>
    public Action? LetGo()
    {
        lock (_gate)
        {
            if (_locks > 0)
            {
                _locks--;
                return Lock;
            }

            if (_holds > 1)
            {
                _holds--;
                return HoldAgain;
            }

            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _wallTimer.Dispose();

    private void HoldAgain()
    {
        lock (_gate)
        {
            _holds++;
        }
    }

    private DateTimeOffset NowInGate() => _origin + Stopwatch.GetElapsedTime(_started) + _skipped;

    private void Release()
    {
        lock (_gate)
        {
            _holds--;
        }

        Advance();
    }

    /// <summary>Jumps if nothing stands against it, and wakes who is due. Continuations run outside the gate.</summary>
    private void Advance()
    {
        List<Waiter> due;
        lock (_gate)
        {
            due = TakeDueInGate();
        }

        foreach (var waiter in due)
        {
            // The hold keeps time still until the woken one has done, or registered, what it does next.
            var hold = new HoldScope(this);
            if (!waiter.Woken.TrySetResult(hold))
            {
                hold.Dispose();
            }
        }
    }

    private List<Waiter> TakeDueInGate()
    {
        DropCancelled();
        var now = NowInGate();
        if (_locks == 0 && _holds <= 0 && _waiters.TryPeek(out _, out var earliest) && earliest > now)
        {
            _skipped += earliest - now;
            now = earliest;
        }

        var due = new List<Waiter>();
        while (_waiters.TryPeek(out var waiter, out var time) && time <= now)
        {
            _waiters.Dequeue();
            _holds++;
            due.Add(waiter);
            DropCancelled();
        }

        if (_waiters.TryPeek(out _, out var next))
        {
            var left = next - now;
            _wallTimer.Change(left < TimerMax ? left + TimeSpan.FromMilliseconds(1) : TimerMax, Timeout.InfiniteTimeSpan);
        }

        return due;
    }

    private void DropCancelled()
    {
        while (_waiters.TryPeek(out var waiter, out _) && waiter.Woken.Task.IsCompleted)
        {
            _waiters.Dequeue();
        }
    }

    private sealed class Waiter
    {
        public TaskCompletionSource<IDisposable> Woken { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class HoldScope(SkippingClock clock) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                clock.Release();
            }
        }
    }
}
