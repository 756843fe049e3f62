using System.Collections.Concurrent;
using Temporal.DevServer.History;
using Temporal.DevServer.Timers;

namespace Temporal.DevServer.Matching;

/// <summary>
/// All task queues, made when first named. A task for a sticky queue whose worker is gone is sent to the normal queue
/// at
/// once; one whose worker goes later is moved by its schedule-to-start timeout.
/// </summary>
internal sealed class TaskQueues(IClock clock)
{
    private readonly ConcurrentDictionary<QueueKey, MatchQueue> _queues = new();
    private volatile int _cleanupAt = Limits.QueuesBeforeCleanup;

    /// <summary>Queues that exist.</summary>
    public int Count => _queues.Count;

    /// <summary>The queue with a key.</summary>
    public MatchQueue Get(QueueKey key)
    {
        while (true)
        {
            if (!_queues.TryGetValue(key, out var queue))
            {
                ForgetIdle();
                queue = _queues.GetOrAdd(key, _ => new MatchQueue(clock));
            }

            if (queue.TryUse())
            {
                return queue;
            }

            // Forgotten in this very moment: what is added to it would be lost.
            _queues.TryRemove(new(key, queue));
        }
    }

    /// <summary>The queue with a key if it exists.</summary>
    public MatchQueue? Find(QueueKey key) => _queues.GetValueOrDefault(key);

    /// <summary>Sends a task to its queue.</summary>
    public void Add(QueueTask task) => Home(task).Add(task);

    /// <summary>Gives a task to a worker that waits at its queue; false when none does.</summary>
    public bool TryHandOver(QueueTask task) => Home(task).TryHandOver(task);

    private MatchQueue Home(QueueTask task)
    {
        var key = new QueueKey(task.Run.NamespaceId, task.Queue, task.Kind);
        if (task.IsSticky && Find(key) is not { HasRecentPoller: true })
        {
            task.IsSticky = false;
            key = key with { Name = task.NormalQueue };
        }

        return Get(key);
    }

    /// <summary>
    /// Sticky queues are named once per worker process: forgotten when unused, or they would pile up. Looks again only when
    /// there are twice as many as the last time left, so that many queues in use are not gone through over and over.
    /// </summary>
    private void ForgetIdle()
    {
        if (_queues.Count < _cleanupAt)
        {
            return;
        }

        foreach (var (key, queue) in _queues)
        {
            if (queue.TryForget())
            {
                _queues.TryRemove(new(key, queue));
            }
        }

        _cleanupAt = Math.Max(Limits.QueuesBeforeCleanup, _queues.Count * 2);
    }
}
