using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>DescribeWorkflowExecution: a run as it is now, with everything that is pending.</summary>
internal sealed class DescribeService(ExecutionEngine engine) : IRpcService
{
    /// <summary>Go's zero time: what a real server shows for "never".</summary>
    private static readonly Timestamp s_never = new() { Seconds = -62_135_596_800 };

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<DescribeWorkflowExecutionRequest, DescribeWorkflowExecutionResponse>(
            "DescribeWorkflowExecution", DescribeAsync);

    /// <summary>Describes a run.</summary>
    public async Task<DescribeWorkflowExecutionResponse> DescribeAsync(
        DescribeWorkflowExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.Execution);
        return await engine.RunAsync(Requests.KeyOf(ns, request.Execution.WorkflowId), async session =>
            Describe(await session.RequireRunAsync(request.Execution.RunId).ConfigureAwait(false))).ConfigureAwait(false);
    }

    /// <summary>The description of a run.</summary>
    public static DescribeWorkflowExecutionResponse Describe(WorkflowRun run)
    {
        var state = run.State;
        var response = new DescribeWorkflowExecutionResponse
        {
            ExecutionConfig = new()
            {
                TaskQueue = new() { Name = state.TaskQueue, Kind = TaskQueueKind.Normal },
                WorkflowExecutionTimeout = state.ExecutionTimeout,
                WorkflowRunTimeout = state.RunTimeout,
                DefaultWorkflowTaskTimeout = state.TaskTimeout,
                UserMetadata = state.UserMetadata,
            },
            WorkflowExecutionInfo = InfoOf(state),
            WorkflowExtendedInfo = ExtendedOf(state),
            PendingWorkflowTask = TaskOf(state),
        };
        response.PendingActivities.Add(
            state.Activities.Values.OrderBy(a => a.ScheduledId).Select(PendingActivities.Describe));
        response.PendingChildren.Add(
            state.Children.Values.OrderBy(c => c.InitiatedId).Select(child => new PendingChildExecutionInfo
            {
                WorkflowId = child.WorkflowId,
                RunId = child.RunId,
                WorkflowTypeName = child.WorkflowType,
                InitiatedId = child.InitiatedId,
                ParentClosePolicy = child.ClosePolicy,
            }));
        response.PendingNexusOperations.Add(
            state.NexusOperations.Values.OrderBy(o => o.ScheduledId).Select(PendingNexus.Describe));
        response.Callbacks.Add(state.Callbacks.Select(PendingNexus.Describe));
        return response;
    }

    private static WorkflowExecutionInfo InfoOf(RunState state)
    {
        var self = new WorkflowExecution { WorkflowId = state.WorkflowId, RunId = state.RunId };
        return new WorkflowExecutionInfo
        {
            Execution = self,
            Type = new() { Name = state.WorkflowType },
            StartTime = state.StartTime,
            CloseTime = state.CloseTime,
            ExecutionTime = state.ExecutionTime,
            Status = state.Status,
            HistoryLength = state.NextEventId - 1,
            HistorySizeBytes = state.HistorySizeBytes,
            StateTransitionCount = state.TransitionCount,
            ParentNamespaceId = state.Parent?.NamespaceId ?? "",
            ParentExecution = state.Parent?.Execution,
            RootExecution = state.Root ?? self,
            Memo = state.Memo.Clone(),
            SearchAttributes = state.SearchAttributes.Clone(),
            AutoResetPoints = state.ResetPoints.Clone(),
            TaskQueue = state.TaskQueue,
            ExecutionDuration = state.CloseTime is { } close ? close - state.ExecutionTime : null,
            FirstRunId = state.FirstRunId,
            Priority = state.Priority,
            MostRecentWorkerVersionStamp = VersionOf(state),
            VersioningInfo = VersioningOf(state),
            WorkerDeploymentName = state.DeploymentVersion?.DeploymentName ?? "",
        };
    }

    private static WorkerVersionStamp? VersionOf(RunState state) =>
        state.WorkerBuildId.Length > 0 ? new WorkerVersionStamp { BuildId = state.WorkerBuildId } : null;

    private static WorkflowExecutionVersioningInfo? VersioningOf(RunState state) =>
        state.DeploymentVersion is null && state.VersioningOverride is null ? null : new WorkflowExecutionVersioningInfo
        {
            Behavior = state.VersioningBehavior,
            DeploymentVersion = state.DeploymentVersion,
            Version = state.DeploymentVersion is { } version ? $"{version.DeploymentName}.{version.BuildId}" : "",
            VersioningOverride = state.VersioningOverride,
        };

    private static WorkflowExecutionExtendedInfo ExtendedOf(RunState state)
    {
        var info = new WorkflowExecutionExtendedInfo
        {
            ExecutionExpirationTime = state.ExecutionExpires,
            RunExpirationTime = state.RunExpires ?? s_never,
            CancelRequested = state.CancelRequested,
            LastResetTime = state.LastResetTime,
            OriginalStartTime = state.OriginalStartTime ?? state.StartTime,
            ResetRunId = state.ResetRunId,
        };
        foreach (var (id, request) in state.AttachedRequests)
        {
            info.RequestIdInfos[id] = new RequestIdInfo { EventType = request.EventType, EventId = request.EventId };
        }

        return info;
    }

    private static PendingWorkflowTaskInfo? TaskOf(RunState state)
    {
        if (!WorkflowTaskMachine.IsPending(state) && !WorkflowTaskMachine.WasLeft(state))
        {
            return null;
        }

        return new PendingWorkflowTaskInfo
        {
            State = WorkflowTaskMachine.IsStarted(state) ? PendingWorkflowTaskState.Started : PendingWorkflowTaskState.Scheduled,
            ScheduledTime = state.Task.ScheduledTime,
            OriginalScheduledTime = state.Task.OriginalScheduledTime,
            StartedTime = state.Task.StartedTime,
            Attempt = state.Task.Attempt,
        };
    }
}
