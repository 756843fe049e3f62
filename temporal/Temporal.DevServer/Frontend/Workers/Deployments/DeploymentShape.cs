using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.State;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Summary = Temporalio.Api.Deployment.V1.WorkerDeploymentInfo.Types.WorkerDeploymentVersionSummary;

namespace Temporal.DevServer.Frontend.Workers.Deployments;

/// <summary>How deployments and their versions are shown.</summary>
internal static class DeploymentShape
{
    /// <summary>What stands for workers without a version.</summary>
    public const string Unversioned = "__unversioned__";

    /// <summary>The state of a deployment that a caller knows.</summary>
    public static ByteString TokenOf(StoredDeployment deployment)
    {
        var token = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(token, deployment.Changes);
        return ByteString.CopyFrom(token);
    }

    /// <summary>A version by its build id, or null.</summary>
    public static WorkerDeploymentVersionInfo? Find(StoredDeployment deployment, string buildId) =>
        deployment.Versions.FirstOrDefault(version => version.DeploymentVersion.BuildId == buildId);

    /// <summary>A version of a deployment, made if it is new.</summary>
    public static WorkerDeploymentVersionInfo Ensure(StoredDeployment deployment, string buildId, Timestamp now)
    {
        if (Find(deployment, buildId) is { } known)
        {
            return known;
        }

        var version = new WorkerDeploymentVersionInfo
        {
            Version = $"{deployment.Name}.{buildId}",
            DeploymentName = deployment.Name,
            DeploymentVersion = new() { DeploymentName = deployment.Name, BuildId = buildId },
            CreateTime = now,
        };
        deployment.Versions.Add(version);
        return version;
    }

    /// <summary>An entry of the list.</summary>
    public static ListWorkerDeploymentsResponse.Types.WorkerDeploymentSummary ListEntry(StoredDeployment deployment)
    {
        var routing = deployment.Routing;
        return new()
        {
            Name = deployment.Name,
            CreateTime = deployment.CreateTime,
            RoutingConfig = routing.Clone(),
            LatestVersionSummary = deployment.Versions.Count > 0 ? SummaryOf(deployment, deployment.Versions[^1]) : null,
            CurrentVersionSummary = SummaryOf(deployment, routing.CurrentDeploymentVersion),
            RampingVersionSummary = SummaryOf(deployment, routing.RampingDeploymentVersion),
        };
    }

    /// <summary>A whole deployment.</summary>
    public static DescribeWorkerDeploymentResponse Describe(StoredDeployment deployment)
    {
        var info = new WorkerDeploymentInfo
        {
            Name = deployment.Name,
            CreateTime = deployment.CreateTime,
            RoutingConfig = deployment.Routing.Clone(),
            LastModifierIdentity = deployment.LastModifierIdentity,
            ManagerIdentity = deployment.ManagerIdentity,
            RoutingConfigUpdateState = RoutingConfigUpdateState.Completed,
        };
        info.VersionSummaries.Add(deployment.Versions.Reverse().Select(version => SummaryOf(deployment, version)));
        return new DescribeWorkerDeploymentResponse { ConflictToken = TokenOf(deployment), WorkerDeploymentInfo = info };
    }

    /// <summary>A whole version.</summary>
    public static DescribeWorkerDeploymentVersionResponse Describe(
        StoredDeployment deployment, WorkerDeploymentVersionInfo version)
    {
        var info = version.Clone();
        info.Status = StatusOf(deployment, version);
        info.DrainageInfo = DrainageOf(version);
        var response = new DescribeWorkerDeploymentVersionResponse { WorkerDeploymentVersionInfo = info };
        response.VersionTaskQueues.Add(version.TaskQueueInfos.Select(
            queue => new DescribeWorkerDeploymentVersionResponse.Types.VersionTaskQueue { Name = queue.Name, Type = queue.Type }));
        return response;
    }

    private static Summary? SummaryOf(StoredDeployment deployment, WorkerDeploymentVersion? version) =>
        version is not null && Find(deployment, version.BuildId) is { } found ? SummaryOf(deployment, found) : null;

    private static Summary SummaryOf(StoredDeployment deployment, WorkerDeploymentVersionInfo version)
    {
        var drainage = DrainageOf(version);
        return new Summary
        {
            Version = version.Version,
            Status = StatusOf(deployment, version),
            DeploymentVersion = version.DeploymentVersion,
            CreateTime = version.CreateTime,
            DrainageStatus = drainage.Status,
            DrainageInfo = drainage,
            CurrentSinceTime = version.CurrentSinceTime,
            RampingSinceTime = version.RampingSinceTime,
            RoutingUpdateTime = version.RoutingChangedTime,
            FirstActivationTime = version.FirstActivationTime,
            LastCurrentTime = version.LastCurrentTime,
            LastDeactivationTime = version.LastDeactivationTime,
        };
    }

    /// <summary>Where a version stands, which follows from the routing and from who still runs on it.</summary>
    public static WorkerDeploymentVersionStatus StatusOf(StoredDeployment deployment, WorkerDeploymentVersionInfo version)
    {
        var build = version.DeploymentVersion.BuildId;
        return deployment.Routing.CurrentDeploymentVersion?.BuildId == build ? WorkerDeploymentVersionStatus.Current
            : deployment.Routing.RampingDeploymentVersion?.BuildId == build ? WorkerDeploymentVersionStatus.Ramping
            : version.FirstActivationTime is null ? WorkerDeploymentVersionStatus.Inactive
            : version.DrainageInfo?.Status == VersionDrainageStatus.Drained ? WorkerDeploymentVersionStatus.Drained
            : WorkerDeploymentVersionStatus.Draining;
    }

    /// <summary>Who waits for the last workflow of a version asks the lists: draining does not end by itself here.</summary>
    private static VersionDrainageInfo DrainageOf(WorkerDeploymentVersionInfo version) => version.DrainageInfo ?? new()
    {
        LastChangedTime = version.RoutingChangedTime,
        LastCheckedTime = version.RoutingChangedTime,
    };
}
