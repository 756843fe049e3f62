using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Matching;
using Temporal.DevServer.State;
using Temporalio.Api.Deployment.V1;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>A caller's change of what is current or ramping: refused or left out as a real server does, else carried out.</summary>
internal sealed class RoutingChange(TaskQueues queues, string identity, ByteString conflictToken)
{
    private const string Missing = "is missing active task queues from the current version; these would become unversioned "
        + "if it is set as the";

    /// <summary>A version that nobody polled is made, not refused.</summary>
    public bool AllowsNoPollers { get; init; }

    /// <summary>Queues with work, served by the current version only, are no obstacle.</summary>
    public bool IgnoresMissingQueues { get; init; }

    /// <summary>What was routed before.</summary>
    public RoutingConfig Before { get; private set; } = new();

    /// <summary>Makes a version current; false if it is, and this caller made it so.</summary>
    public bool SetCurrent(StoredDeployment deployment, string buildId, Timestamp now)
    {
        Before = deployment.Routing.Clone();
        if (Before.CurrentVersion == TextOf(deployment, buildId) && deployment.LastModifierIdentity == identity)
        {
            return false;
        }

        Check(deployment, buildId, now);
        CheckQueues(deployment, buildId, "current");
        DeploymentRouting.SetCurrent(deployment, buildId, now);
        return true;
    }

    /// <summary>Lets a version ramp up; false if it does with this share, and this caller made it so.</summary>
    public bool SetRamping(StoredDeployment deployment, string buildId, float percentage, Timestamp now)
    {
        Before = deployment.Routing.Clone();
        var asked = buildId.Length == 0 && percentage == 0 ? "" : TextOf(deployment, buildId);
        if (Before.RampingVersion == asked && Before.RampingVersionPercentage.Equals(percentage)
            && deployment.LastModifierIdentity == identity)
        {
            return false;
        }

        DeploymentRules.RequireToken(deployment, conflictToken);
        if (Before.CurrentVersion == asked)
        {
            throw RpcErrors.FailedPrecondition($"requested ramping version {asked} is already current");
        }

        Check(deployment, buildId, now);
        if (Before.RampingVersion != asked)
        {
            CheckQueues(deployment, buildId, "ramping");
        }

        DeploymentRouting.SetRamping(deployment, buildId, percentage, now);
        return true;
    }

    private static string TextOf(StoredDeployment deployment, string buildId) =>
        buildId.Length > 0 ? $"{deployment.Name}.{buildId}" : DeploymentShape.Unversioned;

    private void Check(StoredDeployment deployment, string buildId, Timestamp now)
    {
        DeploymentRules.RequireToken(deployment, conflictToken);
        if (AllowsNoPollers && buildId.Length > 0)
        {
            DeploymentShape.Ensure(deployment, buildId, now);
        }

        DeploymentRules.RequireBuild(deployment, buildId);
        DeploymentRules.RequireManager(deployment, identity);
    }

    /// <summary>A queue on which work waits must not lose its version unseen.</summary>
    private void CheckQueues(StoredDeployment deployment, string buildId, string role)
    {
        if (IgnoresMissingQueues || DeploymentShape.Find(deployment, buildId) is not { } next
            || deployment.Routing.CurrentDeploymentVersion is not { } version
            || DeploymentShape.Find(deployment, version.BuildId) is not { } current)
        {
            return;
        }

        var served = DeploymentRouter.QueuesOf(deployment, next, "").ToHashSet();
        var text = VersionWish.Text(version);
        if (DeploymentRouter.QueuesOf(deployment, current, "").Any(queue => !served.Contains(queue)
            && queues.Find(queue with { Version = text }) is { BacklogCount: > 0 }))
        {
            throw RpcErrors.FailedPrecondition($"proposed {role} version '{TextOf(deployment, buildId)}' {Missing} {role} version");
        }
    }
}
