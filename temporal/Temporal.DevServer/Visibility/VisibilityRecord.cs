using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Persistence;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility;

/// <summary>The row of a run in lists and counts. Immutable; a later change replaces it.</summary>
internal sealed record VisibilityRecord
{
    /// <summary>The run.</summary>
    public required RunKey Key { get; init; }

    /// <summary>Workflow type.</summary>
    public required string WorkflowType { get; init; }

    /// <summary>Task queue the run was started on.</summary>
    public required string TaskQueue { get; init; }

    /// <summary>Status of the run.</summary>
    public required WorkflowExecutionStatus Status { get; init; }

    /// <summary>Start of the run.</summary>
    public required Timestamp StartTime { get; init; }

    /// <summary>Start plus backoff of the first workflow task.</summary>
    public required Timestamp ExecutionTime { get; init; }

    /// <summary>Close of the run; null while open.</summary>
    public Timestamp? CloseTime { get; init; }

    /// <summary>From execution time to close time; null while open.</summary>
    public Duration? ExecutionDuration { get; init; }

    /// <summary>Number of history events; null while open.</summary>
    public long? HistoryLength { get; init; }

    /// <summary>Size of the history; null while open.</summary>
    public long? HistorySizeBytes { get; init; }

    /// <summary>Number of transitions; null while open.</summary>
    public long? StateTransitionCount { get; init; }

    /// <summary>Memo, possibly empty. Do not modify.</summary>
    public required Memo Memo { get; init; }

    /// <summary>
    /// Custom and predefined search attributes, each payload with `type` metadata; removed ones are absent. Do not modify.
    /// </summary>
    public required SearchAttributes SearchAttributes { get; init; }

    /// <summary>Parent execution, or null.</summary>
    public WorkflowExecution? Parent { get; init; }

    /// <summary>Root of the tree of children; the run itself when it has no parent.</summary>
    public required WorkflowExecution Root { get; init; }

    /// <summary>First run of the chain of retries, cron and continue-as-new.</summary>
    public required string FirstRunId { get; init; }
}
