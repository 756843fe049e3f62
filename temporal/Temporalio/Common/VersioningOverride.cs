using ProtoDeploymentVersion = Temporalio.Api.Deployment.V1.WorkerDeploymentVersion;
using ProtoOverride = Temporalio.Api.Workflow.V1.VersioningOverride;

namespace Temporalio.Common;

/// <summary>Overrides the versioning behaviour for one workflow.</summary>
public abstract record VersioningOverride
{
    private VersioningOverride()
    {
    }

    /// <summary>How a pinned override works.</summary>
    public enum PinnedOverrideBehavior
    {
        /// <summary>Not said.</summary>
        Unspecified = 0,

        /// <summary>The workflow stays on the given version.</summary>
        Pinned = 1,
    }

    internal ProtoOverride ToProto() => this switch
    {
        Pinned pinned => new()
        {
            Pinned = new()
            {
                Behavior = (ProtoOverride.Types.PinnedOverrideBehavior)pinned.Behavior,
                Version = Proto(pinned.Version),
            },
        },
        OneTime once => new() { OneTime = new() { TargetDeploymentVersion = Proto(once.TargetVersion) } },
        _ => new() { AutoUpgrade = true },
    };

    private static ProtoDeploymentVersion Proto(WorkerDeploymentVersion version) =>
        new() { DeploymentName = version.DeploymentName, BuildId = version.BuildId };

    /// <summary>Pins the workflow to a version.</summary>
    /// <param name="Version">The version.</param>
    /// <param name="Behavior">How the override works.</param>
    public sealed record Pinned(
        WorkerDeploymentVersion Version, PinnedOverrideBehavior Behavior = PinnedOverrideBehavior.Pinned)
        : VersioningOverride;

    /// <summary>Moves the workflow to a version once; then it goes on by its own behaviour.</summary>
    /// <param name="TargetVersion">The version.</param>
    public sealed record OneTime(WorkerDeploymentVersion TargetVersion) : VersioningOverride;

    /// <summary>Lets the workflow move on to the current version.</summary>
    public sealed record AutoUpgrade : VersioningOverride;
}
