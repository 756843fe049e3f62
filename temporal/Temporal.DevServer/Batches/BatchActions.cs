using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;
using Operation = Temporalio.Api.WorkflowService.V1.StartBatchOperationRequest.OperationOneofCase;

namespace Temporal.DevServer.Batches;

/// <summary>
/// Does to one run what a batch operation does to all, by the same ways that clients use. Every request id is made of the
/// job and the run, so that what is done again after a crash happens once.
/// </summary>
internal sealed class BatchActions(ExecutionEngine engine)
{
    /// <summary>A real server's internal worker ends the runs, and signs as one.</summary>
    private static readonly string s_workerIdentity = $"{Environment.ProcessId}@{Environment.MachineName}@";

    private readonly EndService _ends = new(engine);
    private readonly SignalService _signals = new(engine);
    private readonly BatchResets _resets = new(engine);
    private readonly OptionsService _options = new(engine);
    private readonly ActivityOperations _activities = new(engine);

    /// <summary>Does it. NOT_FOUND when there is nothing (left) to do.</summary>
    public async Task ApplyAsync(StartBatchOperationRequest request, WorkflowExecution run)
    {
        using var context = new RpcContext();
        await (request.OperationCase switch
        {
            Operation.TerminationOperation => TerminateAsync(request, run, context),
            Operation.CancellationOperation => CancelAsync(request, run, context),
            Operation.SignalOperation => SignalAsync(request, run, context),
            Operation.DeletionOperation => DeleteAsync(request, run, context),
            Operation.ResetOperation => _resets.ResetAsync(request, run, RequestId(request, run)),
            Operation.UpdateWorkflowOptionsOperation => UpdateOptionsAsync(request, run, context),
            Operation.UnpauseActivitiesOperation => UnpauseAsync(request, run),
            Operation.ResetActivitiesOperation => ResetActivitiesAsync(request, run),
            Operation.UpdateActivityOptionsOperation => UpdateActivitiesAsync(request, run),
            _ => throw new InvalidOperationException($"Batch operation {request.OperationCase} was not refused."),
        }).ConfigureAwait(false);
    }

    private static string RequestId(StartBatchOperationRequest request, WorkflowExecution run) =>
        $"{request.JobId} {run.WorkflowId} {run.RunId}";

    private Task TerminateAsync(StartBatchOperationRequest request, WorkflowExecution run, RpcContext context) =>
        _ends.TerminateAsync(
            new TerminateWorkflowExecutionRequest
            {
                Namespace = request.Namespace,
                WorkflowExecution = run,
                Reason = request.Reason,
                Identity = s_workerIdentity,
            },
            context);

    private Task CancelAsync(StartBatchOperationRequest request, WorkflowExecution run, RpcContext context) =>
        _ends.RequestCancelAsync(
            new RequestCancelWorkflowExecutionRequest
            {
                Namespace = request.Namespace,
                WorkflowExecution = run,
                Reason = request.Reason,
                Identity = request.CancellationOperation.Identity,
                RequestId = RequestId(request, run),
            },
            context);

    private Task SignalAsync(StartBatchOperationRequest request, WorkflowExecution run, RpcContext context) =>
        _signals.SignalAsync(
            new SignalWorkflowExecutionRequest
            {
                Namespace = request.Namespace,
                WorkflowExecution = run,
                SignalName = request.SignalOperation.Signal,
                Input = request.SignalOperation.Input,
                Header = request.SignalOperation.Header,
                Identity = request.SignalOperation.Identity,
                RequestId = RequestId(request, run),
            },
            context);

    private Task DeleteAsync(StartBatchOperationRequest request, WorkflowExecution run, RpcContext context) =>
        _ends.DeleteAsync(
            new DeleteWorkflowExecutionRequest { Namespace = request.Namespace, WorkflowExecution = run }, context);

    private Task UpdateOptionsAsync(StartBatchOperationRequest request, WorkflowExecution run, RpcContext context) =>
        _options.UpdateAsync(
            new UpdateWorkflowExecutionOptionsRequest
            {
                Namespace = request.Namespace,
                WorkflowExecution = run,
                WorkflowExecutionOptions = request.UpdateWorkflowOptionsOperation.WorkflowExecutionOptions,
                UpdateMask = request.UpdateWorkflowOptionsOperation.UpdateMask,
                Identity = request.UpdateWorkflowOptionsOperation.Identity,
            },
            context);

    private Task UnpauseAsync(StartBatchOperationRequest request, WorkflowExecution run)
    {
        var operation = request.UnpauseActivitiesOperation;
        return _activities.UnpauseAsync(
            Activities(request, run, operation.Type, operation.MatchAll), operation.ResetAttempts, operation.ResetHeartbeat);
    }

    private Task ResetActivitiesAsync(StartBatchOperationRequest request, WorkflowExecution run)
    {
        var operation = request.ResetActivitiesOperation;
        return _activities.ResetAsync(
            Activities(request, run, operation.Type, operation.MatchAll), operation.ResetHeartbeat, operation.KeepPaused,
            operation.RestoreOriginalOptions);
    }

    private Task UpdateActivitiesAsync(StartBatchOperationRequest request, WorkflowExecution run)
    {
        var operation = request.UpdateActivityOptionsOperation;
        return _activities.UpdateOptionsAsync(
            Activities(request, run, operation.Type, operation.MatchAll), operation.ActivityOptions, operation.UpdateMask,
            operation.RestoreOriginal);
    }

    private static ActivitySelection Activities(
        StartBatchOperationRequest request, WorkflowExecution run, string type, bool all) =>
        new(request.Namespace, run, "", type, all);
}
