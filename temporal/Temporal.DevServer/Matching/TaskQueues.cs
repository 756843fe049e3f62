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

    /// <summary>Queues that exist.</summary>
    public int Count => _queues.Count;

    /// <summary>The queue with a key.</summary>
    public MatchQueue Get(QueueKey key)
    {
        if (!_queues.TryGetValue(key, out var queue))
        {
            ForgetIdle();
            queue = _queues.GetOrAdd(key, _ => new MatchQueue(clock));
        }

        return queue;
    }

    /// <summary>The queue with a key if it exists.</summary>
    public MatchQueue? Find(QueueKey key) => _queues.GetValueOrDefault(key);

    /// <summary>Sends a task to its queue.</summary>
    public void Add(QueueTask task)
    {
        var key = new QueueKey(task.Run.NamespaceId, task.Queue, task.Kind);
        if (task.IsSticky && Find(key) is not { HasRecentPoller: true })
        {
            task.IsSticky = false;
            key = key with { Name = task.NormalQueue };
        }

        Get(key).Add(task);
    }

    /// <summary>
    /// Sticky queues are named once per worker process: forgotten when unused, or they would pile up.
    /// </summary>
    private void ForgetIdle()
    {
        if (_queues.Count < Limits.QueuesBeforeCleanup)
        {
            return;
        }

        foreach (var (key, queue) in _queues)
        {
            if (queue.IsIdle)
            {
                _queues.TryRemove(key, out _);
            }
        }
    }
}
