using Temporalio.Api.Deployment.V1;
using Temporalio.Api.TaskQueue.V1;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>How a worker names itself when it takes and answers workflow tasks.</summary>
internal sealed record WorkflowTaskSettings
{
    public required string Namespace { get; init; }

    public required string Identity { get; init; }

    public required string BuildId { get; init; }

    public required string InstanceKey { get; init; }

    public required TaskQueue NormalQueue { get; init; }

    /// <summary>Gets the queue for tasks of cached workflows; null if nothing is cached.</summary>
    public StickyExecutionAttributes? Sticky { get; init; }

    public int MaxCachedWorkflows { get; init; }

    public int MaxEagerActivities { get; init; }

    public Api.Deployment.V1.WorkerDeploymentOptions? Deployment { get; init; }

    public bool UseLegacyVersioning { get; init; }

    public WorkflowMetrics Metrics { get; init; } = new(null);

    public Temporalio.Common.VersioningBehavior DefaultVersioningBehavior { get; init; }
}
