using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.Tests.History;

/// <summary>A store whose disk can be held: sets queue up, in order, until they are let go or lost.</summary>
internal sealed class HeldStore : IExecutionStore
{
    private readonly InMemoryExecutionStore _inner = new();
    private readonly Lock _gate = new();
    private readonly List<(ChangeSet Set, TaskCompletionSource Done)> _queued = [];
    private bool _isHeld;

    /// <summary>How often somebody asked for everything queued to be stored at once.</summary>
    public int Hurries { get; private set; }

    /// <summary>Sets that are not stored yet.</summary>
    public IReadOnlyList<ChangeSet> Queued
    {
        get
        {
            lock (_gate)
            {
                return [.. _queued.Select(q => q.Set)];
            }
        }
    }

    /// <summary>From now on nothing is stored.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>Stores what is queued, and everything that comes later at once.</summary>
    public void Release() => End((set, done) =>
    {
        _inner.CommitAsync(set);
        done.SetResult();
    });

    /// <summary>Loses what is queued, as a server does that dies, and goes on from what is stored.</summary>
    public void Lose() => End((set, done) =>
        done.SetException(new StoreConflictException(set.Changes[0].Key, set.Changes[0].ExpectedVersion, actual: -1)));

    public void Hurry() => Hurries++;

    public Task CommitAsync(ChangeSet changes)
    {
        lock (_gate)
        {
            if (!_isHeld)
            {
                return _inner.CommitAsync(changes);
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _queued.Add((changes, done));
            return done.Task;
        }
    }

    public ValueTask<StoredRun?> LoadRunAsync(RunKey key, CancellationToken stop) => _inner.LoadRunAsync(key, stop);

    public ValueTask<string?> LoadCurrentRunIdAsync(WorkflowKey key, CancellationToken stop) =>
        _inner.LoadCurrentRunIdAsync(key, stop);

    public ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop) =>
        _inner.ReadHistoryAsync(key, fromEventId, batchesMax, stop);

    public ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryReverseAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop) =>
        _inner.ReadHistoryReverseAsync(key, fromEventId, batchesMax, stop);

    public IAsyncEnumerable<ResumableRun> ScanResumableAsync(CancellationToken stop) => _inner.ScanResumableAsync(stop);

    public ValueTask<IReadOnlyList<RunKey>> ListRunsAsync(string namespaceId, int limit, CancellationToken stop) =>
        _inner.ListRunsAsync(namespaceId, limit, stop);

    public ValueTask<IReadOnlyList<RunKey>> ListClosedBeforeAsync(
        string namespaceId, DateTimeOffset closedBefore, int limit, CancellationToken stop) =>
        _inner.ListClosedBeforeAsync(namespaceId, closedBefore, limit, stop);

    private void End(Action<ChangeSet, TaskCompletionSource> end)
    {
        lock (_gate)
        {
            _isHeld = false;
            foreach (var (set, done) in _queued)
            {
                end(set, done);
            }

            _queued.Clear();
        }
    }
}
