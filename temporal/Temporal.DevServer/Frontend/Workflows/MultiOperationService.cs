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

        var (start, update) = Check(ns, startGiven, updateGiven);
        var stage = UpdateRequests.StageOf(update.WaitPolicy);
        var wait = UpdateWait.For(context);
        while (true)
        {
            try
            {
                var (started, handle) = await UpdatesFullException.WaitOutAsync(
                    () => engine.RunAsync(
                        Requests.KeyOf(ns, start.WorkflowId), session => ApplyAsync(session, ns, start, update)),
                    wait, context).ConfigureAwait(false);
                var updated = await handle.ToResponseAsync(stage, wait, context).ConfigureAwait(false);
                return new ExecuteMultiOperationResponse
                {
                    Responses = { new Response { StartWorkflow = started }, new Response { UpdateWorkflow = updated } },
                };
            }
            catch (UpdateMovedException)
            {
                // Another run followed before this one saw the update: that one gets it.
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
        var handle = await _admission.AdmitAsync(session, result.Run, update.Request).ConfigureAwait(false);
        return (ResponseOf(result, start), handle);
    }

    private static StartWorkflowExecutionResponse ResponseOf(StartResult result, StartWorkflowExecutionRequest request) =>
        StartService.ResponseOf(result, request);

    /// <summary>Checks both operations; a fault of the one does not hide that of the other.</summary>
    private (StartWorkflowExecutionRequest Start, UpdateWorkflowExecutionRequest Update) Check(
        NamespaceEntry ns, StartWorkflowExecutionRequest startGiven, UpdateWorkflowExecutionRequest updateGiven)
    {
        var start = Try(() => CheckStart(ns, startGiven), out var startFault);
        var update = Try(() => CheckUpdate(ns, updateGiven), out var updateFault);
        if (start is not null && update is not null && start.WorkflowId != update.WorkflowExecution.WorkflowId)
        {
            updateFault = RpcErrors.InvalidArgument("WorkflowId is not consistent with previous operation(s).");
        }

        return startFault is null && updateFault is null ? (start!, update!) : throw Failed(startFault, updateFault);
    }

    private StartWorkflowExecutionRequest CheckStart(NamespaceEntry ns, StartWorkflowExecutionRequest given)
    {
        RequireSame(ns, given.Namespace);
        var request = StartRequests.Check(engine, ns, given, WorkflowIdConflictPolicy.Fail);
        Requests.Refuse(
            request.CronSchedule.Length > 0 ? "CronSchedule is not allowed."
            : request.RequestEagerExecution ? "RequestEagerExecution is not supported."
            : request.WorkflowStartDelay.IsPositive() ? "WorkflowStartDelay is not supported."
            : null);
        return request;
    }

    private static UpdateWorkflowExecutionRequest CheckUpdate(NamespaceEntry ns, UpdateWorkflowExecutionRequest given)
    {
        RequireSame(ns, given.Namespace);
        var request = UpdateRequests.Check(given);
        Requests.Refuse(
            request.FirstExecutionRunId.Length > 0 ? "FirstExecutionRunId is not allowed."
            : request.WorkflowExecution.RunId.Length > 0 ? "RunId is not allowed."
            : null);
        return request;
    }

    private static void RequireSame(NamespaceEntry ns, string name) => Requests.Refuse(
        name.Length > 0 && name != ns.Name ? "Operation namespace did not match request's namespace." : null);

    private static T? Try<T>(Func<T> work, out RpcException? fault)
        where T : class
    {
        try
        {
            fault = null;
            return work();
        }
        catch (RpcException e)
        {
            fault = e;
            return null;
        }
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

    private static RpcException Failed(RpcException cause, bool isStart) =>
        cause.Detail is MultiOperationExecutionFailure ? cause
        : isStart ? Failed(cause, null)
        : Failed(null, cause);

    /// <summary>The error of the whole; an operation without a fault was aborted for that of the other.</summary>
    private static RpcException Failed(RpcException? start, RpcException? update)
    {
        var failure = new MultiOperationExecutionFailure { Statuses = { StatusOf(start), StatusOf(update) } };
        return new RpcException((start ?? update)!.Code, "Update-with-Start could not be executed.", failure);
    }

    private static OperationStatus StatusOf(RpcException? fault)
    {
        if (fault is null)
        {
            return new OperationStatus
            {
                Code = (int)RpcCode.Aborted,
                Message = "Operation was aborted.",
                Details = { Any.Pack(new MultiOperationExecutionAborted()) },
            };
        }

        var status = new OperationStatus { Code = (int)fault.Code, Message = fault.Message };
        if (fault.Detail is { } detail)
        {
            status.Details.Add(Any.Pack(detail));
        }

        return status;
    }
}
