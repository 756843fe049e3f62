using Temporal.DevServer.Timers;

namespace Temporal.DevServer.Tests.History;

/// <summary>Time that moves only when a test says so.</summary>
internal sealed class ManualClock : IClock
{
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset Due, TaskCompletionSource<IDisposable> Done)> _waiters = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset UtcNow
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    public bool CanJump => false;

    public Task<IDisposable> WaitUntilAsync(DateTimeOffset due, CancellationToken stop)
    {
        lock (_gate)
        {
            if (due <= _now)
            {
                return Task.FromResult(Hold());
            }

            var done = new TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((due, done));
            stop.Register(() => done.TrySetCanceled(stop));
            return done.Task;
        }
    }

    public IDisposable Hold() => new Nothing();

    public void Advance(TimeSpan span)
    {
        lock (_gate)
        {
            _now += span;
            foreach (var (_, done) in _waiters.Where(w => w.Due <= _now).ToArray())
            {
                done.TrySetResult(Hold());
            }

            _waiters.RemoveAll(w => w.Due <= _now);
        }
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
