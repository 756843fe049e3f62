namespace Temporal.DevServer.Persistence;

/// <summary>A run as it was last committed, without its history.</summary>
/// <param name="Key">The run.</param>
/// <param name="Version">Version to be expected by the next <see cref="RunChange"/>.</param>
/// <param name="State">Serialized mutable state.</param>
/// <param name="Parts">All parts of the run, in no particular order.</param>
internal sealed record StoredRun(
    RunKey Key, long Version, ReadOnlyMemory<byte> State, IReadOnlyList<RunPart> Parts);

/// <summary>A run that start-up must look at.</summary>
/// <param name="Key">The run.</param>
/// <param name="NextTimer">When it wants to be woken, if it does.</param>
/// <param name="HasPendingWork">True when it must be loaded at once.</param>
internal sealed record ResumableRun(RunKey Key, DateTimeOffset? NextTimer, bool HasPendingWork);
