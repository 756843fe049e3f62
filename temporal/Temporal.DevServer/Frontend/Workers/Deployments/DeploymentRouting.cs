using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.State;
using Temporalio.Api.Deployment.V1;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>Which version of a deployment is current, and which is ramping up. An empty build id stands for no version.</summary>
internal static class DeploymentRouting
{
    /// <summary>Makes a version the current one; one that was ramping up has arrived.</summary>
    public static void SetCurrent(StoredDeployment deployment, string buildId, Timestamp now)
    {
        var routing = deployment.Routing;
        var next = Require(deployment, buildId);
        if (routing.CurrentDeploymentVersion?.BuildId is { } before && before != buildId)
        {
            Leave(deployment, before, now);
        }

        routing.CurrentDeploymentVersion = next?.DeploymentVersion.Clone();
        routing.CurrentVersion = next?.Version ?? DeploymentShape.Unversioned;
        routing.CurrentVersionChangedTime = now;
        routing.RevisionNumber++;
        if (routing.RampingDeploymentVersion?.BuildId == buildId)
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

    /// <summary>Sends a share of the new workflows to a version; no version ends that.</summary>
    public static void SetRamping(StoredDeployment deployment, string buildId, float percentage, Timestamp now)
    {
        var routing = deployment.Routing;
        if (percentage is < 0 or > 100)
        {
            throw RpcErrors.InvalidArgument("Percentage must be between 0 and 100 (inclusive)");
        }

        var next = Require(deployment, buildId);
        if (next is not null && routing.CurrentDeploymentVersion?.BuildId == buildId)
        {
            throw RpcErrors.FailedPrecondition($"Ramping version {next.Version} is already current");
        }

        if (routing.RampingDeploymentVersion?.BuildId is { } before && before != buildId)
        {
            Leave(deployment, before, now);
        }

        routing.RevisionNumber++;
        if (next is null)
        {
            EndRamp(routing, now);
            return;
        }

        if (routing.RampingDeploymentVersion?.BuildId != buildId)
        {
            routing.RampingVersionChangedTime = now;
            next.RampingSinceTime = now;
        }

        routing.RampingDeploymentVersion = next.DeploymentVersion.Clone();
        routing.RampingVersion = next.Version;
        routing.RampingVersionPercentage = percentage;
        routing.RampingVersionPercentageChangedTime = now;
        next.RampPercentage = percentage;
        Activate(next, now);
    }

    private static WorkerDeploymentVersionInfo? Require(StoredDeployment deployment, string buildId) =>
        buildId.Length == 0 ? null : DeploymentShape.Find(deployment, buildId) ?? throw RpcErrors.NotFound(
            $"build ID '{buildId}' not found in Worker Deployment '{deployment.Name}'");

    private static void Activate(WorkerDeploymentVersionInfo version, Timestamp now)
    {
        version.FirstActivationTime ??= now;
        version.LastDeactivationTime = null;
        version.RoutingChangedTime = now;
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
