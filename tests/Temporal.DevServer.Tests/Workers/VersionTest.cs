using Google.Protobuf;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Workers;

/// <summary>Calls of the workers of one deployment, and of those who set its versions.</summary>
public abstract class VersionTest : ServerTest
{
    protected const string Deployment = "shop";
    protected const string Queue = "queue";

    protected static WorkerDeploymentOptions Options(string build) => new()
    {
        DeploymentName = Deployment,
        BuildId = build,
        WorkerVersioningMode = WorkerVersioningMode.Versioned,
    };

    protected static PollWorkflowTaskQueueRequest PollRequest(string build) => new()
    {
        Namespace = "default",
        TaskQueue = new() { Name = Queue },
        DeploymentOptions = Options(build),
    };

    protected Task<PollWorkflowTaskQueueResponse> PollAsync(string build, string timeout = "2S") =>
        Client.CallAsync<PollWorkflowTaskQueueResponse>(PollRequest(build), timeout: timeout);

    protected Task<SetWorkerDeploymentCurrentVersionResponse> SetCurrentAsync(
        string build, ByteString? token = null, string identity = "", bool allowNoPollers = false) =>
        Client.CallAsync<SetWorkerDeploymentCurrentVersionResponse>(new SetWorkerDeploymentCurrentVersionRequest
        {
            Namespace = "default",
            DeploymentName = Deployment,
            BuildId = build,
            ConflictToken = token ?? ByteString.Empty,
            Identity = identity,
            AllowNoPollers = allowNoPollers,
        });

    protected Task<SetWorkerDeploymentRampingVersionResponse> RampAsync(string build, float percentage) =>
        Client.CallAsync<SetWorkerDeploymentRampingVersionResponse>(new SetWorkerDeploymentRampingVersionRequest
        {
            Namespace = "default",
            DeploymentName = Deployment,
            BuildId = build,
            Percentage = percentage,
        });

    protected static VersioningOverride PinnedTo(string build) => new()
    {
        Pinned = new()
        {
            Behavior = VersioningOverride.Types.PinnedOverrideBehavior.Pinned,
            Version = new() { DeploymentName = Deployment, BuildId = build },
        },
    };

    protected Task StartAsync(string id, VersioningOverride? pinned = null) => Client.CallAsync<StartWorkflowExecutionResponse>(
        new StartWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowId = id,
            WorkflowType = new() { Name = "type" },
            TaskQueue = new() { Name = Queue },
            RequestId = id,
            VersioningOverride = pinned,
        });

    protected async Task<WorkflowExecutionInfo> InfoAsync(string id) => (await Client.CallAsync<DescribeWorkflowExecutionResponse>(
        new DescribeWorkflowExecutionRequest
        {
            Namespace = "default",
            Execution = new WorkflowExecution { WorkflowId = id },
        })).WorkflowExecutionInfo;

    protected async Task<WorkflowExecutionOptions> UpdateOptionsAsync(WorkflowExecutionOptions options) =>
        (await Client.CallAsync<UpdateWorkflowExecutionOptionsResponse>(new UpdateWorkflowExecutionOptionsRequest
        {
            Namespace = "default",
            WorkflowExecution = new WorkflowExecution { WorkflowId = "w" },
            WorkflowExecutionOptions = options,
            UpdateMask = new() { Paths = { "versioning_override" } },
            Identity = "me",
        })).WorkflowExecutionOptions;
}
