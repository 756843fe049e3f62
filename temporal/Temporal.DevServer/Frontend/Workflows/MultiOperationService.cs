using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;
using Response = Temporalio.Api.WorkflowService.V1.ExecuteMultiOperationResponse.Types.Response;
using OperationStatus = Temporalio.Api.ErrorDetails.V1.MultiOperationExecutionFailure.Types.OperationStatus;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// ExecuteMultiOperation: start a workflow, or use the one that runs, and update it, in one piece of work. An error
/// names the operation that caused it; the other one was aborted.
/// </summary>
internal sealed class MultiOperationService(ExecutionEngine engine) : IRpcService
{
    private readonly UpdateAdmission _admission = new(engine);

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<ExecuteMultiOperationRequest, ExecuteMultiOperationResponse>("ExecuteMultiOperation", ExecuteAsync);

    /// <summary>Starts and updates.</summary>
    public async Task<ExecuteMultiOperationResponse> ExecuteAsync(
        ExecuteMultiOperationRequest given, RpcContext context)
    {
        var ns = engine.Namespace(given.Namespace);
        if (given.Operations is not [{ StartWorkflow: { } startGiven }, { UpdateWorkflow: { } updateGiven }])
        {
            throw RpcErrors.InvalidArgument("Operations have to be exactly [Start, Update].");
        }

        var start = InStart(() => CheckStart(ns, startGiven, given.Namespace));
        var update = InUpdate(() => CheckUpdate(updateGiven, start, given.Namespace));
        var stage = UpdateRequests.StageOf(update.WaitPolicy);
        var wait = UpdateWait.For(context);
        while (true)
        {
            var (started, handle) = await engine.RunAsync(
                Requests.KeyOf(ns, start.WorkflowId), session => ApplyAsync(session, ns, start, update)).ConfigureAwait(false);
            try
            {
                var updated = await handle.ToResponseAsync(stage, wait, context).ConfigureAwait(false);
                return new ExecuteMultiOperationResponse
                {
                    Responses = { new Response { StartWorkflow = started }, new Response { UpdateWorkflow = updated } },
                };
            }
            catch (UpdateMovedException)
            {
                // The run continued as new before it saw the update: the next run gets it.
            }
            catch (RpcException e)
            {
                throw Failed(e, isStart: false);
            }
        }
    }

    private async ValueTask<(StartWorkflowExecutionResponse, UpdateHandle)> ApplyAsync(WorkflowSession session,
        NamespaceEntry ns, StartWorkflowExecutionRequest start, UpdateWorkflowExecutionRequest update)
    {
        var current = await session.CurrentAsync().ConfigureAwait(false);
        var repeated = RunStarter.FindRepeated(current, start.RequestId);
        if (current is not null
            && await _admission.FindAsync(current, update.Request.Meta.UpdateId).ConfigureAwait(false) is { } known)
        {
            var isNew = repeated?.IsNew == true && current.IsRunning;
            return (ResponseOf(new StartResult(current, isNew, IsRepeated: true), start), known);
        }

        var result = repeated is not null && current?.IsRunning == true ? repeated : InStart(() =>
            RunStarter.MayStart(current, start)
                ? new StartResult(
                    RunStarter.Create(session, current, ns, start, engine.Clock.UtcNow).Run, IsNew: true, IsRepeated: false)
                : new StartResult(current!, IsNew: false, IsRepeated: false));
        try
        {
            var handle = await _admission.AdmitAsync(session, result.Run, update.Request).ConfigureAwait(false);
            return (ResponseOf(result, start), handle);
        }
        catch (RpcException e)
        {
            throw Failed(e, isStart: false);
        }
    }

    private static StartWorkflowExecutionResponse ResponseOf(StartResult result, StartWorkflowExecutionRequest request) =>
        StartService.ResponseOf(result, request);

    private StartWorkflowExecutionRequest CheckStart(
        NamespaceEntry ns, StartWorkflowExecutionRequest given, string outerNamespace)
    {
        if (given.Namespace.Length > 0 && given.Namespace != outerNamespace)
        {
            throw RpcErrors.InvalidArgument("Operation namespace did not match request's namespace.");
        }

        if (given.CronSchedule.Length > 0)
        {
            throw RpcErrors.InvalidArgument("CronSchedule is not allowed.");
        }

        if (given.RequestEagerExecution)
        {
            throw RpcErrors.InvalidArgument("RequestEagerExecution is not supported.");
        }

        if (given.WorkflowStartDelay is not null)
        {
            throw RpcErrors.InvalidArgument("WorkflowStartDelay is not supported.");
        }

        return StartRequests.Check(engine, ns, given, WorkflowIdConflictPolicy.Fail);
    }

    private static UpdateWorkflowExecutionRequest CheckUpdate(
        UpdateWorkflowExecutionRequest given, StartWorkflowExecutionRequest start, string outerNamespace)
    {
        if (given.Namespace.Length > 0 && given.Namespace != outerNamespace)
        {
            throw RpcErrors.InvalidArgument("Operation namespace did not match request's namespace.");
        }

        if (given.WorkflowExecution?.RunId.Length > 0)
        {
            throw RpcErrors.InvalidArgument("RunId is not allowed.");
        }

        if (given.FirstExecutionRunId.Length > 0)
        {
            throw RpcErrors.InvalidArgument("FirstExecutionRunId is not allowed.");
        }

        if (given.WorkflowExecution?.WorkflowId != start.WorkflowId)
        {
            throw RpcErrors.InvalidArgument("WorkflowId is not consistent with previous operation(s).");
        }

        return UpdateRequests.Check(given);
    }

    private static T InStart<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RpcException e)
        {
            throw Failed(e, isStart: true);
        }
    }

    private static T InUpdate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RpcException e)
        {
            throw Failed(e, isStart: false);
        }
    }

    private static RpcException Failed(RpcException cause, bool isStart)
    {
        if (cause.Detail is MultiOperationExecutionFailure)
        {
            return cause;
        }

        var failed = new OperationStatus { Code = (int)cause.Code, Message = cause.Message };
        if (cause.Detail is { } detail)
        {
            failed.Details.Add(Any.Pack(detail));
        }

        var aborted = new OperationStatus
        {
            Code = (int)RpcCode.Aborted,
            Message = "Operation was aborted.",
            Details = { Any.Pack(new MultiOperationExecutionAborted()) },
        };
        var failure = new MultiOperationExecutionFailure();
        failure.Statuses.Add(isStart ? [failed, aborted] : [aborted, failed]);
        return new RpcException(cause.Code, "Update-with-Start could not be executed.", failure);
    }
}
