using Temporal.DevServer.Visibility;

namespace Temporal.DevServer.Persistence;

/// <summary>
/// Everything one request changed in one run. A store applies all of it or nothing, and applies the changes of a run in
/// the order in which they were handed to <see cref="IExecutionStore.CommitAsync"/>.
/// </summary>
internal sealed record RunChange
{
    /// <summary>The run that changes.</summary>
    public required RunKey Key { get; init; }

    /// <summary>
    /// Version of the stored run before this change; 0 creates the run (and must fail when it exists). A store refuses
    /// the whole set with <see cref="StoreConflictException"/> when the stored version differs.
    /// </summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>Version after this change, always greater than <see cref="ExpectedVersion"/>.</summary>
    public required long Version { get; init; }

    /// <summary>Serialized mutable state, opaque to the store; it replaces the stored one.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>Batches appended to the history, in order; each is one or more whole events.</summary>
    public IReadOnlyList<HistoryBatch> NewHistory { get; init; } = [];

    /// <summary>Small keyed records beside the state (see <see cref="RunPart"/>), inserted, replaced or removed.</summary>
    public IReadOnlyList<RunPart> Parts { get; init; } = [];

    /// <summary>True when this run becomes the current (newest) run of its workflow id.</summary>
    public bool BecomesCurrent { get; init; }

    /// <summary>The visibility row after this change, or null when it does not change.</summary>
    public VisibilityRecord? Visibility { get; init; }

    /// <summary>Earliest time at which the run wants to be woken, or null when it waits for nothing.</summary>
    public DateTimeOffset? NextTimer { get; init; }

    /// <summary>
    /// True while the run has work that must be handed out again after a restart (an undelivered task, an unfinished
    /// message to another workflow). Such runs are returned by <see cref="IExecutionStore.ScanResumableAsync"/>.
    /// </summary>
    public bool HasPendingWork { get; init; }

    /// <summary>Time at which the run closed, null while open; retention counts from here.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>Events written by one transaction; the unit in which history is stored and paged.</summary>
/// <param name="FirstEventId">Id of the first event.</param>
/// <param name="LastEventId">Id of the last event.</param>
/// <param name="Events">A serialized <c>temporal.api.history.v1.History</c> with exactly those events.</param>
internal sealed record HistoryBatch(long FirstEventId, long LastEventId, ReadOnlyMemory<byte> Events);

/// <summary>
/// A keyed record of a run that would make the state blob grow without bound (request ids of signals, outcomes of
/// updates). Parts are loaded together with the run and removed with it.
/// </summary>
/// <param name="Kind">What the part is; opaque to the store.</param>
/// <param name="Id">Key within the kind.</param>
/// <param name="Data">Content (may be empty), or null to remove the part.</param>
internal sealed record RunPart(int Kind, string Id, ReadOnlyMemory<byte>? Data);

/// <summary>Removal of a run: state, parts, history, visibility row, and the current pointer when it names this run.</summary>
/// <param name="Key">The run to remove; removing an unknown run is not an error.</param>
internal sealed record RunRemoval(RunKey Key);

/// <summary>The unit of atomicity: usually one run, two for continue-as-new, retry, cron, terminate-and-start, reset.</summary>
internal sealed record ChangeSet
{
    /// <summary>Changes of runs; a run occurs at most once.</summary>
    public IReadOnlyList<RunChange> Changes { get; init; } = [];

    /// <summary>Runs to remove.</summary>
    public IReadOnlyList<RunRemoval> Removals { get; init; } = [];

    /// <summary>
    /// Nobody waits for this set: it may go to disk with the next one that somebody waits for, or a moment later by itself.
    /// </summary>
    public bool MayWait { get; init; }
}
