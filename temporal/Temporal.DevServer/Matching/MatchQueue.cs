using Temporal.DevServer.History;
using Temporal.DevServer.Timers;

namespace Temporal.DevServer.Matching;

/// <summary>A worker seen on a queue.</summary>
/// <param name="Identity">Its name for itself.</param>
/// <param name="LastAccess">Start of its latest poll.</param>
/// <param name="BuildId">Build that it says it is; may be empty.</param>
internal sealed record PollerRecord(string Identity, DateTimeOffset LastAccess, string BuildId);

/// <summary>Tasks of a level of priority that wait.</summary>
/// <param name="Level">The level.</param>
/// <param name="Count">How many.</param>
/// <param name="Oldest">When the oldest was scheduled.</param>
internal sealed record BacklogLevel(int Level, int Count, DateTimeOffset Oldest);

/// <summary>
/// A task queue. A task goes to the poller that has waited longest; without one it joins the <see cref="Backlog"/>. A
/// poll takes from the backlog, else waits. Invariant: the backlog and the waiting polls are never both non-empty.
/// </summary>
/// <remarks>
/// A poll that waited goes on within the call that brings the task, outside the gate: waking another thread would cost
/// more than what is left to do.
/// </remarks>
internal sealed class MatchQueue(IClock clock)
{
    private readonly Lock _gate = new();
    private readonly Backlog _backlog = new();
    private readonly LinkedList<TaskCompletionSource<QueueTask?>> _waiting = [];
    private readonly Dictionary<string, PollerRecord> _pollers = new(StringComparer.Ordinal);
    private DateTimeOffset _lastPoll = DateTimeOffset.MinValue;
    private bool _isShutDown;

    // By the machine's clock, as skipped time is no time in which anybody could have come.
    private long _lastUse = Environment.TickCount64;
    private bool _isForgotten;

    /// <summary>Tasks waiting for a worker.</summary>
    public int BacklogCount
    {
        get
        {
            lock (_gate)
            {
                return _backlog.Count;
            }
        }
    }

    /// <summary>The backlog by level of priority: how many tasks, and when the oldest of them was scheduled.</summary>
    public IReadOnlyList<BacklogLevel> BacklogLevels
    {
        get
        {
            lock (_gate)
            {
                return [.. _backlog.Tasks.GroupBy(task => task.Priority.Level)
                    .Select(level => new BacklogLevel(level.Key, level.Count(), level.Min(task => task.CreatedAt)))];
            }
        }
    }

    /// <summary>
    /// Says that somebody is about to add or poll, which keeps the queue for a while; false when it is forgotten already.
    /// </summary>
    public bool TryUse()
    {
        lock (_gate)
        {
            _lastUse = Environment.TickCount64;
            return !_isForgotten;
        }
    }

    /// <summary>Ends the queue if nothing is here and nobody was lately.</summary>
    public bool TryForget()
    {
        lock (_gate)
        {
            var silence = TimeSpan.FromMilliseconds(Environment.TickCount64 - _lastUse);
            _isForgotten |= _backlog.Count == 0 && _waiting.Count == 0 && silence > Limits.PollerRemembered;
            return _isForgotten;
        }
    }

    /// <summary>True while a worker polls, or did a moment ago and has not said goodbye.</summary>
    public bool HasRecentPoller
    {
        get
        {
            lock (_gate)
            {
                return !_isShutDown
                    && (_waiting.Count > 0 || clock.UtcNow - _lastPoll < Limits.StickyPollerGone);
            }
        }
    }

    /// <summary>Workers seen lately.</summary>
    public IReadOnlyList<PollerRecord> Pollers
    {
        get
        {
            lock (_gate)
            {
                var oldest = clock.UtcNow - Limits.PollerRemembered;
                return [.. _pollers.Values.Where(p => p.LastAccess > oldest).OrderBy(p => p.LastAccess)];
            }
        }
    }

    /// <summary>Adds a task: to a waiting poll, or to the backlog.</summary>
    public void Add(QueueTask task) => Put(task, atFront: false);

    /// <summary>Gives a task to the poll that has waited longest; false when none waits.</summary>
    public bool TryHandOver(QueueTask task)
    {
        TaskCompletionSource<QueueTask?>? poll;
        lock (_gate)
        {
            poll = TakeWaiting();
        }

        poll?.SetResult(task);
        return poll is not null;
    }

    /// <summary>Gives back a task that could not be handed over.</summary>
    public void PutBack(QueueTask task) => Put(task, atFront: true);

    /// <summary>Takes the whole backlog, in the order in which it would have been given out.</summary>
    public IReadOnlyList<QueueTask> TakeBacklog()
    {
        lock (_gate)
        {
            var all = new List<QueueTask>(_backlog.Count);
            while (_backlog.Take() is { } task)
            {
                all.Add(task);
            }

            return all;
        }
    }

    /// <summary>Takes a task out of the backlog; false when a worker has it already.</summary>
    public bool TryWithdraw(QueueTask task)
    {
        lock (_gate)
        {
            return _backlog.Remove(task);
        }
    }

    /// <summary>The worker of this (sticky) queue leaves: its polls end, and nothing is sent here any more.</summary>
    public void ShutDown()
    {
        var ended = new List<TaskCompletionSource<QueueTask?>>();
        lock (_gate)
        {
            _isShutDown = true;
            ended.AddRange(_waiting);
            _waiting.Clear();
        }

        foreach (var poll in ended)
        {
            poll.SetResult(null);
        }
    }

    /// <summary>
    /// Waits for a task; null when there is none in time, the caller is gone, or the queue was shut down.
    /// </summary>
    public async Task<QueueTask?> PollAsync(
        string identity, TimeSpan wait, CancellationToken gone, string buildId = "")
    {
        LinkedListNode<TaskCompletionSource<QueueTask?>> node;
        lock (_gate)
        {
            NotePoller(identity, buildId);
            if (_backlog.Take() is { } task)
            {
                return task;
            }

            if (wait <= TimeSpan.Zero || gone.IsCancellationRequested)
            {
                return null;
            }

            node = _waiting.AddLast(new TaskCompletionSource<QueueTask?>());
        }

        try
        {
            return await node.Value.Task.WaitAsync(wait, gone).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return await AbandonAsync(node).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _lastPoll = clock.UtcNow;
            }
        }
    }

    /// <summary>Ends a wait; the task that was handed over in the same moment is not lost.</summary>
    private async ValueTask<QueueTask?> AbandonAsync(LinkedListNode<TaskCompletionSource<QueueTask?>> node)
    {
        lock (_gate)
        {
            if (node.List is not null)
            {
                _waiting.Remove(node);
                return null;
            }
        }

        return await node.Value.Task.ConfigureAwait(false);
    }

    /// <summary>Takes the poll that has waited longest; inside the gate. Who takes it completes it.</summary>
    private TaskCompletionSource<QueueTask?>? TakeWaiting()
    {
        if (_waiting.First is not { } first)
        {
            return null;
        }

        _waiting.RemoveFirst();
        return first.Value;
    }

    private void Put(QueueTask task, bool atFront)
    {
        TaskCompletionSource<QueueTask?>? poll;
        lock (_gate)
        {
            poll = TakeWaiting();
            if (poll is null && atFront)
            {
                _backlog.PutBack(task);
            }
            else if (poll is null)
            {
                _backlog.Add(task);
            }
        }

        poll?.SetResult(task);
    }

    private void NotePoller(string identity, string buildId)
    {
        _lastPoll = clock.UtcNow;
        _isShutDown = false;
        _pollers[identity] = new PollerRecord(identity, _lastPoll, buildId);
        if (_pollers.Count > Limits.PollersRememberedMax)
        {
            _pollers.Remove(_pollers.Values.MinBy(p => p.LastAccess)!.Identity);
        }
    }
}
