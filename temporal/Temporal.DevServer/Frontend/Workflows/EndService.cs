using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>How callers end runs: RequestCancel, Terminate and Delete.</summary>
internal sealed class EndService(ExecutionEngine engine) : IRpcService
{
    private const string DefaultTerminateReason = "terminated by user via frontend";
    private const string DefaultTerminateIdentity = "frontend-service";
    private const string DeleteReason = "Delete workflow execution";

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<RequestCancelWorkflowExecutionRequest, RequestCancelWorkflowExecutionResponse>(
            "RequestCancelWorkflowExecution", RequestCancelAsync);
        table.Add<TerminateWorkflowExecutionRequest, TerminateWorkflowExecutionResponse>(
            "TerminateWorkflowExecution", TerminateAsync);
        table.Add<DeleteWorkflowExecutionRequest, DeleteWorkflowExecutionResponse>(
            "DeleteWorkflowExecution", DeleteAsync);
    }

    /// <summary>Asks a workflow to cancel itself. On a closed run, or a second time, nothing happens.</summary>
    public async Task<RequestCancelWorkflowExecutionResponse> RequestCancelAsync(
        RequestCancelWorkflowExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.WorkflowExecution);
        Requests.CheckRunId(request.FirstExecutionRunId);
        LinkRules.Check(request.Links);
        return await engine.RunAsync(Requests.KeyOf(ns, request.WorkflowExecution.WorkflowId), async session =>
        {
            var runId = request.FirstExecutionRunId.Length > 0 ? "" : request.WorkflowExecution.RunId;
            var run = await session.RequireRunAsync(runId).ConfigureAwait(false);
            if (run.IsRunning)
            {
                Requests.RequireChain(run, request.FirstExecutionRunId);
                var t = session.Begin(run);
                if (CancelMachine.Request(t, new CancelRequest
                {
                    Cause = request.Reason,
                    Identity = request.Identity,
                    RequestId = request.RequestId,
                    Links = request.Links,
                }))
                {
                    session.Commit(t);
                }
                else
                {
                    session.Rollback();
                }
            }

            return new RequestCancelWorkflowExecutionResponse();
        }).ConfigureAwait(false);
    }

    /// <summary>Ends a run at once.</summary>
    public async Task<TerminateWorkflowExecutionResponse> TerminateAsync(
        TerminateWorkflowExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.WorkflowExecution);
        Requests.CheckRunId(request.FirstExecutionRunId);
        LinkRules.Check(request.Links);
        return await engine.RunAsync(Requests.KeyOf(ns, request.WorkflowExecution.WorkflowId), async session =>
        {
            var runId = request.FirstExecutionRunId.Length > 0 ? "" : request.WorkflowExecution.RunId;
            var run = await session.RequireOpenAsync(runId).ConfigureAwait(false);
            Requests.RequireChain(run, request.FirstExecutionRunId);
            var t = session.Begin(run);
            RunMachine.Terminate(
                t,
                request.Reason.Length > 0 ? request.Reason : DefaultTerminateReason,
                request.Details,
                request.Identity.Length > 0 ? request.Identity : DefaultTerminateIdentity,
                request.Links);
            session.Commit(t);
            return new TerminateWorkflowExecutionResponse();
        }).ConfigureAwait(false);
    }

    /// <summary>Removes a run; an open one is terminated first.</summary>
    public async Task<DeleteWorkflowExecutionResponse> DeleteAsync(
        DeleteWorkflowExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.WorkflowExecution);
        await DeleteAsync(
            Requests.KeyOf(ns, request.WorkflowExecution.WorkflowId), request.WorkflowExecution.RunId).ConfigureAwait(false);
        return new DeleteWorkflowExecutionResponse();
    }

    /// <summary>Removes a run, the newest for an empty run id.</summary>
    public async Task DeleteAsync(WorkflowKey key, string wantedRunId)
    {
        var runId = await engine.RunAsync(key, async session =>
        {
            var run = await session.RequireRunAsync(wantedRunId).ConfigureAwait(false);
            if (run.IsRunning)
            {
                var t = session.Begin(run);
                RunMachine.Terminate(t, DeleteReason, null, WorkflowTaskMachine.ServerIdentity);
                session.Commit(t);
            }

            return run.Key.RunId;
        }).ConfigureAwait(false);

        // In a second step, so that parent and children hear of the end before its history is gone.
        await new CloseNotifier(engine).NotifyAsync(new(key.NamespaceId, key.WorkflowId, runId)).ConfigureAwait(false);
        await engine.RunAsync(key, async session =>
        {
            if (await session.FindAsync(runId).ConfigureAwait(false) is { IsRunning: false } run)
            {
                session.Remove(run);
            }

            return true;
        }).ConfigureAwait(false);
    }
}
