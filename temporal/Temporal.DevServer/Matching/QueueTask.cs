using Temporal.DevServer.History;
using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.Matching;

/// <summary>
/// Something for a worker to take from a task queue. Holds ids only: the run may have moved on when it is taken.
/// </summary>
internal abstract class QueueTask(RunKey run)
{
    /// <summary>The run it belongs to.</summary>
    public RunKey Run { get; } = run;

    /// <summary>Queue it is meant for.</summary>
    public required string Queue { get; init; }

    /// <summary>True when <see cref="Queue"/> is the private queue of a worker that has the run in its cache.</summary>
    public bool IsSticky { get; set; }

    /// <summary>Queue to fall back to when a sticky queue has no worker.</summary>
    public required string NormalQueue { get; init; }

    /// <summary>Version of a deployment that the run is on; null when it knows none.</summary>
    public VersionWish? Wish { get; init; }

    /// <summary>Its place among others that wait.</summary>
    public TaskPriority Priority { get; init; } = TaskPriority.Default;

    /// <summary>When it was scheduled.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Kind of queue it goes to.</summary>
    public abstract QueueKind Kind { get; }
}

/// <summary>A workflow task.</summary>
internal sealed class WorkflowQueueTask(RunKey run, long stamp) : QueueTask(run)
{
    /// <summary>Tells this delivery from later ones.</summary>
    public long Stamp { get; } = stamp;

    /// <inheritdoc/>
    public override QueueKind Kind => QueueKind.Workflow;
}

/// <summary>An attempt of an activity.</summary>
internal sealed class ActivityQueueTask(RunKey run, long scheduledId, long stamp) : QueueTask(run)
{
    /// <summary>Id of the Scheduled event.</summary>
    public long ScheduledId { get; } = scheduledId;

    /// <summary>Tells this delivery from later ones.</summary>
    public long Stamp { get; } = stamp;

    /// <inheritdoc/>
    public override QueueKind Kind => QueueKind.Activity;
}

/// <summary>A query that a worker answers outside any workflow task.</summary>
internal sealed class QueryQueueTask(RunKey run, PendingQuery query) : QueueTask(run)
{
    /// <summary>The query.</summary>
    public PendingQuery Query { get; } = query;

    /// <summary>Set once a worker took it; a fallback to another queue must not happen any more.</summary>
    public bool IsTaken { get; set; }

    /// <inheritdoc/>
    public override QueueKind Kind => QueueKind.Workflow;
}

/// <summary>Kinds of task queues; the same name may exist in each.</summary>
internal enum QueueKind
{
    /// <summary>Workflow tasks and queries.</summary>
    Workflow,

    /// <summary>Activities.</summary>
    Activity,

    /// <summary>Calls of Nexus handlers.</summary>
    Nexus,
}

/// <summary>Identifies a queue.</summary>
/// <param name="NamespaceId">Namespace.</param>
/// <param name="Name">Name that workers poll.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Version">Version of a deployment whose workers alone are served; empty for workers without one.</param>
internal readonly record struct QueueKey(string NamespaceId, string Name, QueueKind Kind, string Version = "");
