using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.History;

/// <summary>Everything that describes a run to be started, whoever starts it. Already validated.</summary>
internal sealed record RunStart
{
    /// <summary>Workflow id.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Run id.</summary>
    public required string RunId { get; init; }

    /// <summary>First run of the chain; null when this is the first.</summary>
    public string? FirstRunId { get; init; }

    /// <summary>Workflow type.</summary>
    public required string WorkflowType { get; init; }

    /// <summary>Task queue.</summary>
    public required string TaskQueue { get; init; }

    /// <summary>Arguments.</summary>
    public Payloads? Input { get; init; }

    /// <summary>Header.</summary>
    public Header? Header { get; init; }

    /// <summary>Execution timeout of the chain; null when unset.</summary>
    public Duration? ExecutionTimeout { get; init; }

    /// <summary>Run timeout; null when unset.</summary>
    public Duration? RunTimeout { get; init; }

    /// <summary>Workflow task timeout; null or zero for the default.</summary>
    public Duration? TaskTimeout { get; init; }

    /// <summary>End of the chain, when an earlier run fixed it.</summary>
    public Timestamp? ExecutionExpires { get; init; }

    /// <summary>Who started it.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Dedup key of the start.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Retry policy, complete; null for none.</summary>
    public RetryPolicy? RetryPolicy { get; init; }

    /// <summary>Attempt of the retry policy.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Cron schedule; empty for none.</summary>
    public string CronSchedule { get; init; } = "";

    /// <summary>Memo.</summary>
    public Memo? Memo { get; init; }

    /// <summary>Search attributes.</summary>
    public SearchAttributes? SearchAttributes { get; init; }

    /// <summary>Summary and details for people.</summary>
    public UserMetadata? UserMetadata { get; init; }

    /// <summary>An operator's word about the version of the workers.</summary>
    public VersioningOverride? VersioningOverride { get; init; }

    /// <summary>Version that the parent or the run before is pinned to, on the same queue.</summary>
    public WorkerDeploymentVersion? InheritedVersion { get; init; }

    /// <summary>Priority.</summary>
    public Priority? Priority { get; init; }

    /// <summary>How long the first workflow task is held back.</summary>
    public TimeSpan Backoff { get; init; }

    /// <summary>True when the Started event shows a backoff of zero too.</summary>
    public bool ShowsZeroBackoff { get; init; }

    /// <summary>What made this run follow another.</summary>
    public ContinueAsNewInitiator Initiator { get; init; }

    /// <summary>The run before, empty for none.</summary>
    public string ContinuedRunId { get; init; } = "";

    /// <summary>Failure of the run before.</summary>
    public Failure? ContinuedFailure { get; init; }

    /// <summary>Latest result of the chain.</summary>
    public Payloads? LastResult { get; init; }

    /// <summary>Reset points of the chain.</summary>
    public ResetPoints? ResetPoints { get; init; }

    /// <summary>Parent; null for none.</summary>
    public ParentInfo? Parent { get; init; }

    /// <summary>Root of the tree; null when it is this run.</summary>
    public WorkflowExecution? Root { get; init; }

    /// <summary>True for a child whose parent has not recorded its start yet.</summary>
    public bool WaitsForParent { get; init; }

    /// <summary>True when the caller gets the first workflow task with the answer.</summary>
    public bool EagerAccepted { get; init; }

    /// <summary>Links of the request.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Who is told how the run ends.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];
}
