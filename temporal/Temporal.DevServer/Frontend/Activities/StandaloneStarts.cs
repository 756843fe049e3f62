using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Activities;

/// <summary>StartActivityExecution: an activity without a workflow, under the id policies of the request.</summary>
internal sealed class StandaloneStarts(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<StartActivityExecutionRequest, StartActivityExecutionResponse>("StartActivityExecution", StartAsync);

    private async Task<StartActivityExecutionResponse> StartAsync(
        StartActivityExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        StandaloneRequests.Check(ns, request);
        var requestId = request.RequestId.Length > 0 ? request.RequestId : Guid.NewGuid().ToString();
        return await engine.RunAsync(StandaloneActivity.KeyOf(ns.Id, request.ActivityId), async session =>
        {
            var current = await session.CurrentAsync().ConfigureAwait(false);
            if (current is not null && current.State.StartRequestId == requestId)
            {
                return Answer(request, current.Key.RunId, started: true);
            }

            if (current is not null && !MayStart(current, request))
            {
                return Answer(request, current.Key.RunId, started: false);
            }

            var start = StartOf(ns, request, requestId);
            var t = session.BeginNew(start);
            StandaloneActivity.Start(t, start, ScheduleOf(request));
            session.Commit(t);
            return Answer(request, start.RunId, started: true);
        }).ConfigureAwait(false);
    }

    /// <summary>False when the activity that runs is to be used; refused when the id may not be used again.</summary>
    private static bool MayStart(WorkflowRun current, StartActivityExecutionRequest request)
    {
        if (current.IsRunning)
        {
            return request.IdConflictPolicy == ActivityIdConflictPolicy.UseExisting ? false : throw AlreadyStarted(current);
        }

        return request.IdReusePolicy switch
        {
            ActivityIdReusePolicy.RejectDuplicate => throw AlreadyStarted(current),
            ActivityIdReusePolicy.AllowDuplicateFailedOnly
                when current.State.Status == WorkflowExecutionStatus.Completed => throw AlreadyStarted(current),
            _ => true,
        };
    }

    private static RpcException AlreadyStarted(WorkflowRun current) => new(
        RpcCode.AlreadyExists, "activity execution already started", new ActivityExecutionAlreadyStartedFailure
        {
            StartRequestId = current.State.StartRequestId,
            RunId = current.Key.RunId,
        });

    private static RunStart StartOf(NamespaceEntry ns, StartActivityExecutionRequest request, string requestId)
    {
        var attributes = SearchAttributeRules.Stamp(ns, request.SearchAttributes, dropRemoved: true)?.Clone()
            ?? new SearchAttributes();
        attributes.IndexedFields[StandaloneActivity.DivisionName] = SearchAttributeRules.Keyword(StandaloneActivity.Division);
        return new RunStart
        {
            WorkflowId = StandaloneActivity.KeyOf(ns.Id, request.ActivityId).WorkflowId,
            RunId = Guid.CreateVersion7().ToString(),
            WorkflowType = request.ActivityType.Name,
            TaskQueue = request.TaskQueue.Name,
            Identity = request.Identity,
            RequestId = requestId,
            SearchAttributes = attributes,
            UserMetadata = request.UserMetadata,
            Priority = request.Priority,
            Links = request.Links,
        };
    }

    private static ScheduleActivityTaskCommandAttributes ScheduleOf(StartActivityExecutionRequest request)
    {
        var timeouts = ActivityTimeouts.Complete(StandaloneRequests.TimeoutsOf(request), TimeSpan.Zero);
        return new()
        {
            ActivityId = request.ActivityId,
            ActivityType = request.ActivityType,
            TaskQueue = request.TaskQueue,
            Header = request.Header,
            Input = request.Input,
            ScheduleToCloseTimeout = timeouts.ScheduleToClose,
            ScheduleToStartTimeout = timeouts.ScheduleToStart,
            StartToCloseTimeout = timeouts.StartToClose,
            HeartbeatTimeout = timeouts.Heartbeat,
            RetryPolicy = RetryRules.Complete(request.RetryPolicy),
            Priority = request.Priority,
        };
    }

    private static StartActivityExecutionResponse Answer(
        StartActivityExecutionRequest request, string runId, bool started) => new()
    {
        RunId = runId,
        Started = started,
        Link = new()
        {
            Activity = new() { Namespace = request.Namespace, ActivityId = request.ActivityId, RunId = runId },
        },
    };
}
