using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.State;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>Which version of a deployment is current, and which is ramping up. An empty build id stands for no version.</summary>
internal static class DeploymentRouting
{
    /// <summary>Makes a version the current one; one that was ramping up has arrived.</summary>
    public static void SetCurrent(StoredDeployment deployment, string buildId, Timestamp now)
    {
        var routing = deployment.Routing;
        var next = DeploymentShape.Find(deployment, buildId);
        if (routing.CurrentDeploymentVersion?.BuildId is { } before && before != buildId)
        {
            Leave(deployment, before, now);
        }

        routing.CurrentDeploymentVersion = next?.DeploymentVersion.Clone();
        routing.CurrentVersion = next?.Version ?? DeploymentShape.Unversioned;
        routing.CurrentVersionChangedTime = now;
        routing.RevisionNumber++;
        if (routing.RampingVersion == routing.CurrentVersion)
        {
            EndRamp(routing, now);
        }

        if (next is not null)
        {
            next.CurrentSinceTime ??= now;
            next.LastCurrentTime = now;
            next.RampingSinceTime = null;
            next.RampPercentage = 0;
            Activate(next, now);
        }
    }

    /// <summary>
    /// Sends a share of the new workflows to a version, or to workers without one; no version and no share ends that.
    /// </summary>
    public static void SetRamping(StoredDeployment deployment, string buildId, float percentage, Timestamp now)
    {
        var routing = deployment.Routing;
        var next = DeploymentShape.Find(deployment, buildId);
        if (routing.RampingDeploymentVersion?.BuildId is { } before && before != buildId)
        {
            Leave(deployment, before, now);
        }

        routing.RevisionNumber++;
        if (next is null && percentage == 0)
        {
            EndRamp(routing, now);
            return;
        }

        var version = next?.Version ?? DeploymentShape.Unversioned;
        routing.RampingVersionChangedTime = routing.RampingVersion == version ? routing.RampingVersionChangedTime : now;
        routing.RampingDeploymentVersion = next?.DeploymentVersion.Clone();
        routing.RampingVersion = version;
        routing.RampingVersionPercentage = percentage;
        routing.RampingVersionPercentageChangedTime = now;
        if (next is not null)
        {
            next.RampingSinceTime ??= now;
            next.RampPercentage = percentage;
            Activate(next, now);
        }
    }

    private static void Activate(WorkerDeploymentVersionInfo version, Timestamp now)
    {
        version.FirstActivationTime ??= now;
        version.LastDeactivationTime = null;
        version.RoutingChangedTime = now;
        version.DrainageInfo = null;
    }

    private static void Leave(StoredDeployment deployment, string buildId, Timestamp now)
    {
        if (DeploymentShape.Find(deployment, buildId) is not { } version)
        {
            return;
        }

        version.LastCurrentTime = version.CurrentSinceTime is null ? version.LastCurrentTime : now;
        version.CurrentSinceTime = null;
        version.RampingSinceTime = null;
        version.RampPercentage = 0;
        version.LastDeactivationTime = now;
        version.RoutingChangedTime = now;
        version.DrainageInfo = new()
        {
            Status = VersionDrainageStatus.Draining,
            LastChangedTime = now,
            LastCheckedTime = now,
        };
    }

    private static void EndRamp(RoutingConfig routing, Timestamp now)
    {
        routing.RampingDeploymentVersion = null;
        routing.RampingVersion = "";
        routing.RampingVersionPercentage = 0;
        routing.RampingVersionChangedTime = now;
        routing.RampingVersionPercentageChangedTime = now;
    }
}
