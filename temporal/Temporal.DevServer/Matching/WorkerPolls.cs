using System.Collections.Concurrent;
using Temporal.DevServer.History;

namespace Temporal.DevServer.Matching;

/// <summary>
/// Polls by the worker that made them, so that a worker that leaves can have all of them ended: those that wait, and
/// those still on their way.
/// </summary>
internal sealed class WorkerPolls
{
    private readonly ConcurrentDictionary<string, Worker> _workers = new(StringComparer.Ordinal);
    private volatile int _cleanupAt = Limits.WorkersBeforeCleanup;

    /// <summary>Workers that are remembered.</summary>
    public int Count => _workers.Count;

    /// <summary>Begins a poll: the source is cancelled when its caller, this server or its worker goes.</summary>
    /// <param name="workerKey">Key of the worker; may be empty, as older ones have none.</param>
    /// <param name="caller">Cancelled when the caller is gone.</param>
    /// <param name="server">Cancelled when the server stops.</param>
    public CancellationTokenSource Begin(string workerKey, CancellationToken caller, CancellationToken server) =>
        CancellationTokenSource.CreateLinkedTokenSource(
            caller, server, workerKey.Length == 0 ? CancellationToken.None : Get(workerKey).Leaving.Token);

    /// <summary>Ends all polls of a worker, and those that it may still make.</summary>
    public void End(string workerKey)
    {
        if (workerKey.Length > 0)
        {
            Get(workerKey).Leaving.Cancel();
        }
    }

    private Worker Get(string key)
    {
        ForgetSilent();
        var worker = _workers.GetOrAdd(key, static _ => new Worker());
        worker.LastUse = Environment.TickCount64;
        return worker;
    }

    /// <summary>
    /// A worker that has not polled for longer than any poll waits has no poll here. Looks again only when there are
    /// twice as many as the last time left.
    /// </summary>
    private void ForgetSilent()
    {
        if (_workers.Count < _cleanupAt)
        {
            return;
        }

        foreach (var (key, worker) in _workers)
        {
            if (TimeSpan.FromMilliseconds(Environment.TickCount64 - worker.LastUse) > Limits.PollerRemembered)
            {
                _workers.TryRemove(new(key, worker));
            }
        }

        _cleanupAt = Math.Max(Limits.WorkersBeforeCleanup, _workers.Count * 2);
    }

    private sealed class Worker
    {
        public CancellationTokenSource Leaving { get; } = new();

        public long LastUse { get; set; }
    }
}
