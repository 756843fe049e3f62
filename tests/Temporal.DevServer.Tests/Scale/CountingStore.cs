using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.Tests.Scale;

/// <summary>A store in memory that counts what it is given.</summary>
internal sealed class CountingStore(IExecutionStore inner) : IExecutionStore
{
    private long _bytes;

    /// <summary>Bytes of states and of parts beside them.</summary>
    public long StateBytes => Interlocked.Read(ref _bytes);

    public Task CommitAsync(ChangeSet changes)
    {
        Interlocked.Add(ref _bytes, changes.Changes.Sum(change =>
            (long)change.State.Length + change.Parts.Sum(part => part.Data?.Length ?? 0)));
        return inner.CommitAsync(changes);
    }

    public void Hurry() => inner.Hurry();

    public ValueTask<StoredRun?> LoadRunAsync(RunKey key, CancellationToken stop = default) =>
        inner.LoadRunAsync(key, stop);

    public ValueTask<string?> LoadCurrentRunIdAsync(WorkflowKey key, CancellationToken stop = default) =>
        inner.LoadCurrentRunIdAsync(key, stop);

    public ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop = default) =>
        inner.ReadHistoryAsync(key, fromEventId, batchesMax, stop);

    public ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryReverseAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop = default) =>
        inner.ReadHistoryReverseAsync(key, fromEventId, batchesMax, stop);

    public IAsyncEnumerable<ResumableRun> ScanResumableAsync(CancellationToken stop = default) =>
        inner.ScanResumableAsync(stop);

    public ValueTask<IReadOnlyList<RunKey>> ListRunsAsync(string namespaceId, int limit, CancellationToken stop = default) =>
        inner.ListRunsAsync(namespaceId, limit, stop);

    public ValueTask<IReadOnlyList<RunKey>> ListClosedBeforeAsync(
        string namespaceId, DateTimeOffset closedBefore, int limit, CancellationToken stop = default) =>
        inner.ListClosedBeforeAsync(namespaceId, closedBefore, limit, stop);
}
