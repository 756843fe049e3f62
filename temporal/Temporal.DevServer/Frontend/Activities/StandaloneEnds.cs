using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Activities;

/// <summary>How callers end an activity without a workflow: cancel, terminate, delete.</summary>
internal sealed class StandaloneEnds(ExecutionEngine engine) : IRpcService
{
    private const string ClosedText = "access check failed, CHASM tree is closed for writes";

    private readonly EndService _runs = new(engine);

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<RequestCancelActivityExecutionRequest, RequestCancelActivityExecutionResponse>(
            "RequestCancelActivityExecution", RequestCancelAsync);
        table.Add<TerminateActivityExecutionRequest, TerminateActivityExecutionResponse>(
            "TerminateActivityExecution", TerminateAsync);
        table.Add<DeleteActivityExecutionRequest, DeleteActivityExecutionResponse>("DeleteActivityExecution", DeleteAsync);
    }

    private async Task<RequestCancelActivityExecutionResponse> RequestCancelAsync(
        RequestCancelActivityExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        StandaloneRequests.CheckId(request.ActivityId, request.RunId);
        StandaloneRequests.CheckCaller(request.Identity, request.RequestId, request.Reason);
        return await engine.RunAsync(StandaloneActivity.KeyOf(ns.Id, request.ActivityId), async session =>
        {
            var run = await FindAsync(session, request.ActivityId, request.RunId).ConfigureAwait(false);
            RequireOpen(run);
            if (!run.State.CancelRequested)
            {
                var t = session.Begin(run);
                StandaloneActivity.RequestCancel(t, request.Reason, request.Identity, request.RequestId);
                session.Commit(t);
            }
            else if (run.State.CancelRequestId != request.RequestId)
            {
                throw RpcErrors.FailedPrecondition(
                    $"cancellation already requested with request ID {run.State.CancelRequestId}");
            }

            return new RequestCancelActivityExecutionResponse();
        }).ConfigureAwait(false);
    }

    private async Task<TerminateActivityExecutionResponse> TerminateAsync(
        TerminateActivityExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        StandaloneRequests.CheckId(request.ActivityId, request.RunId);
        StandaloneRequests.CheckCaller(request.Identity, request.RequestId, request.Reason);
        return await engine.RunAsync(StandaloneActivity.KeyOf(ns.Id, request.ActivityId), async session =>
        {
            var run = await FindAsync(session, request.ActivityId, request.RunId).ConfigureAwait(false);
            if (run.State.Status == WorkflowExecutionStatus.Terminated)
            {
                var by = run.State.Standalone.TerminateRequestId;
                return by == request.RequestId
                    ? new TerminateActivityExecutionResponse()
                    : throw RpcErrors.FailedPrecondition($"already terminated with request ID {by}");
            }

            RequireOpen(run);
            var t = session.Begin(run);
            StandaloneActivity.Terminate(t, request.Reason, request.Identity, request.RequestId);
            session.Commit(t);
            return new TerminateActivityExecutionResponse();
        }).ConfigureAwait(false);
    }

    private async Task<DeleteActivityExecutionResponse> DeleteAsync(
        DeleteActivityExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        StandaloneRequests.CheckId(request.ActivityId, request.RunId);
        var key = StandaloneActivity.KeyOf(ns.Id, request.ActivityId);
        var runId = await engine.RunAsync(key, async session =>
            (await FindAsync(session, request.ActivityId, request.RunId).ConfigureAwait(false)).Key.RunId)
            .ConfigureAwait(false);
        await _runs.DeleteAsync(key, runId).ConfigureAwait(false);
        return new DeleteActivityExecutionResponse();
    }

    private static async ValueTask<WorkflowRun> FindAsync(WorkflowSession session, string activityId, string runId) =>
        await session.FindAsync(runId).ConfigureAwait(false) ?? throw StandaloneActivity.Unknown(activityId);

    private static void RequireOpen(WorkflowRun run)
    {
        if (!run.IsRunning)
        {
            throw RpcErrors.NotFound(ClosedText);
        }
    }
}
