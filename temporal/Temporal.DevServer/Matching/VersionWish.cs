using Temporal.DevServer.State;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Override = Temporalio.Api.Workflow.V1.VersioningOverride;

namespace Temporal.DevServer.Matching;

/// <summary>Where a run is and wants to be.</summary>
/// <param name="Carrier">The version whose worker carried it on last; null for a worker without one.</param>
/// <param name="Pinned">The version it stays with; null when it follows what is current.</param>
internal sealed record VersionWish(WorkerDeploymentVersion? Carrier, WorkerDeploymentVersion? Pinned)
{
    /// <summary>A version as queues and search attributes name it.</summary>
    public static string Text(WorkerDeploymentVersion version) => $"{version.DeploymentName}:{version.BuildId}";

    /// <summary>What a run wishes; null when it knows no versions. An operator's word goes before the worker's.</summary>
    public static VersionWish? Of(RunState state) => state.VersioningOverride?.OverrideCase switch
    {
        Override.OverrideOneofCase.Pinned => new(state.DeploymentVersion, state.VersioningOverride.Pinned.Version),
        Override.OverrideOneofCase.AutoUpgrade => new(state.DeploymentVersion, null),
        _ when state.DeploymentVersion is { } version => new(
            version, state.VersioningBehavior == VersioningBehavior.Pinned ? version : null),
        _ => null,
    };
}
