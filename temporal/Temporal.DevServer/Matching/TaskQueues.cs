using System.Collections.Concurrent;
using Temporal.DevServer.History;
using Temporal.DevServer.Timers;

namespace Temporal.DevServer.Matching;

/// <summary>
/// All task queues, made when first named. A task for a sticky queue whose worker is gone is sent to the normal queue
/// at once; one whose worker goes later is moved by its schedule-to-start timeout.
/// </summary>
internal sealed class TaskQueues(IClock clock)
{
    private readonly ConcurrentDictionary<QueueKey, MatchQueue> _queues = new();
    private volatile int _cleanupAt = Limits.QueuesBeforeCleanup;

    /// <summary>Knows versions; without one all workers are alike.</summary>
    public IVersionRouter? Router { get; set; }

    /// <summary>Who polls.</summary>
    public WorkerPolls Workers { get; } = new();

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

    /// <summary>All queues of a name and kind: one for each version polled, and one for workers without.</summary>
    public IReadOnlyList<MatchQueue> FindAll(QueueKey key) =>
        [.. _queues.Where(pair => pair.Key with { Version = "" } == key).Select(pair => pair.Value)];

    /// <summary>Sends a task to its queue.</summary>
    public void Add(QueueTask task) => Put(task, (queue, it) => queue.Add(it));

    /// <summary>Gives back a task that could not be handed over.</summary>
    public void PutBack(QueueTask task) => Put(task, (queue, it) => queue.PutBack(it));

    /// <summary>Takes a task out of the backlog; false when a worker has it already.</summary>
    public bool TryWithdraw(QueueTask task) => Find(KeyOf(task)) is { } queue && queue.TryWithdraw(task);

    /// <summary>Versions were set current or ramping: what waits is sent where it belongs now.</summary>
    public void RouteAnew(string namespaceId)
    {
        foreach (var (key, queue) in _queues)
        {
            foreach (var task in key.NamespaceId == namespaceId ? queue.TakeBacklog() : [])
            {
                Add(task);
            }
        }
    }

    /// <summary>Gives a task to a worker that waits at its queue; false when none does.</summary>
    public bool TryHandOver(QueueTask task) => Home(task).TryHandOver(task);

    /// <summary>Puts a task where it belongs, and again if that changed in the same moment.</summary>
    private void Put(QueueTask task, Action<MatchQueue, QueueTask> put)
    {
        while (true)
        {
            var revision = Router?.Revision;
            var queue = Home(task);
            put(queue, task);
            if (Router?.Revision == revision || !queue.TryWithdraw(task))
            {
                return;
            }
        }
    }

    private MatchQueue Home(QueueTask task)
    {
        if (task.IsSticky && (MovesOn(task) || Find(KeyOf(task)) is not { HasRecentPoller: true }))
        {
            task.IsSticky = false;
        }

        return Get(KeyOf(task));
    }

    private QueueKey KeyOf(QueueTask task) => task.IsSticky
        ? new(task.Run.NamespaceId, task.Queue, task.Kind)
        : new(task.Run.NamespaceId, task.NormalQueue, task.Kind, Router?.TargetOf(task) ?? "");

    /// <summary>True when another version than that of the worker that has the run in its cache is to take it.</summary>
    private bool MovesOn(QueueTask task) =>
        Router is { } router && router.TargetOf(task) != (task.Wish?.Carrier is { } version ? VersionWish.Text(version) : "");

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
