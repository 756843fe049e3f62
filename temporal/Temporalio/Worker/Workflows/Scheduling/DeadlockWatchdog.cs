namespace Temporalio.Worker.Workflows.Scheduling;

/// <summary>
/// Notices activations that do not yield. Activations run on the thread that received the task, so nothing can
/// interrupt them; the watchdog reports the task as failed from its own timer and the stuck thread's work is dropped
/// when it returns.
/// </summary>
internal sealed class DeadlockWatchdog : IDisposable
{
    /// <summary>Longest time of one activation.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly LinkedList<Watch> _watches = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly ITimer _timer;

    public DeadlockWatchdog(TimeProvider time, TimeSpan limit)
    {
        _time = time;
        _limit = limit;
        _timer = time.CreateTimer(static self => ((DeadlockWatchdog)self!).Check(), this, CheckInterval, CheckInterval);
    }

    /// <summary>Starts watching an activation.</summary>
    /// <param name="onDeadlock">Called once, from another thread, if the activation does not end in time.</param>
    public Watch Start(Action onDeadlock)
    {
        var watch = new Watch(this, _time.GetTimestamp(), onDeadlock);
        lock (_lock)
        {
            _watches.AddLast(watch.Node);
        }
        return watch;
    }

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        List<Watch>? stuck = null;
        lock (_lock)
        {
            // Oldest first: the first one in time ends the search.
            while (_watches.First is { } first && _time.GetElapsedTime(first.Value.Started) >= _limit)
            {
                _watches.RemoveFirst();
                (stuck ??= []).Add(first.Value);
            }
        }
        stuck?.ForEach(watch => watch.Expire());
    }

    /// <summary>One watched activation.</summary>
    internal sealed class Watch : IDisposable
    {
        private readonly DeadlockWatchdog _owner;
        private readonly Action _onDeadlock;

        public Watch(DeadlockWatchdog owner, long started, Action onDeadlock)
        {
            _owner = owner;
            _onDeadlock = onDeadlock;
            Started = started;
            Node = new(this);
        }

        public long Started { get; }

        public LinkedListNode<Watch> Node { get; }

        public void Expire() => _onDeadlock();

        public void Dispose()
        {
            lock (_owner._lock)
            {
                if (Node.List != null)
                {
                    _owner._watches.Remove(Node);
                }
            }
        }
    }
}
