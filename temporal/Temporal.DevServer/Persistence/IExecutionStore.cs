namespace Temporal.DevServer.Persistence;

/// <summary>
/// Durable home of executions. One server writes at a time; a store that lost its lease fails every call with
/// <see cref="StoreFencedException"/>. A store that is briefly unreachable waits and retries inside the call.
/// </summary>
internal interface IExecutionStore
{
    /// <summary>
    /// Makes a set durable. Sets are applied in the order of the calls (the call itself enqueues, before its first
    /// await); several sets may share one transaction. The task completes when the set is durable.
    /// </summary>
    /// <exception cref="StoreConflictException">The expected version of a run is not the stored one.</exception>
    /// <exception cref="StoreFencedException">Another server owns the store now.</exception>
    Task CommitAsync(ChangeSet changes);

    /// <summary>Says that somebody waits now for sets that were allowed to wait.</summary>
    void Hurry();

    /// <summary>Loads the committed state of a run, or null when there is no such run.</summary>
    ValueTask<StoredRun?> LoadRunAsync(RunKey key, CancellationToken stop = default);

    /// <summary>Run id of the current (newest) run of a workflow id, or null when it has none.</summary>
    ValueTask<string?> LoadCurrentRunIdAsync(WorkflowKey key, CancellationToken stop = default);

    /// <summary>
    /// Reads history batches in ascending order: those whose last event id is at least <paramref name="fromEventId"/>,
    /// at most <paramref name="batchesMax"/> of them.
    /// </summary>
    ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop = default);

    /// <summary>
    /// Reads history batches in descending order: those whose first event id is at most <paramref name="fromEventId"/>,
    /// at most <paramref name="batchesMax"/> of them.
    /// </summary>
    ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryReverseAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop = default);

    /// <summary>All runs with a next timer or pending work; called once, at start-up, before the first commit.</summary>
    IAsyncEnumerable<ResumableRun> ScanResumableAsync(CancellationToken stop = default);

    /// <summary>Runs of a namespace, at most <paramref name="limit"/>, in no order; to remove them.</summary>
    ValueTask<IReadOnlyList<RunKey>> ListRunsAsync(string namespaceId, int limit, CancellationToken stop = default);

    /// <summary>Runs of a namespace closed before a time, at most <paramref name="limit"/>; for retention.</summary>
    ValueTask<IReadOnlyList<RunKey>> ListClosedBeforeAsync(
        string namespaceId, DateTimeOffset closedBefore, int limit, CancellationToken stop = default);
}

/// <summary>A change expected another version of the run than the stored one; nothing was written.</summary>
internal sealed class StoreConflictException(RunKey key, long expected, long actual) : Exception(
    $"Run {key.RunId} of workflow {key.WorkflowId} has version {actual}, the change expected {expected}. Load it again.");

/// <summary>This process no longer owns the store and must stop writing.</summary>
internal sealed class StoreFencedException(string message, Exception? inner = null) : Exception(message, inner);
