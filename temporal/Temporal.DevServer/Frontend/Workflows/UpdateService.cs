using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.WorkflowService.V1;
using Stage = Temporalio.Api.Enums.V1.UpdateWorkflowExecutionLifecycleStage;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>UpdateWorkflowExecution and PollWorkflowExecutionUpdate.</summary>
internal sealed class UpdateService(ExecutionEngine engine) : IRpcService
{
    private readonly UpdateAdmission _admission = new(engine);

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<UpdateWorkflowExecutionRequest, UpdateWorkflowExecutionResponse>("UpdateWorkflowExecution", UpdateAsync);
        table.Add<PollWorkflowExecutionUpdateRequest, PollWorkflowExecutionUpdateResponse>(
            "PollWorkflowExecutionUpdate", PollAsync);
    }

    /// <summary>Admits an update, or finds it by its id, and waits for the stage asked for.</summary>
    public async Task<UpdateWorkflowExecutionResponse> UpdateAsync(
        UpdateWorkflowExecutionRequest given, RpcContext context)
    {
        var ns = engine.Namespace(given.Namespace);
        var request = UpdateRequests.Check(given);
        var stage = UpdateRequests.StageOf(request.WaitPolicy);
        var wait = UpdateWait.For(context);
        while (true)
        {
            var handle = await UpdatesFullException.WaitOutAsync(
                () => _admission.AdmitAsync(ns, request), wait, context).ConfigureAwait(false);
            try
            {
                return await handle.ToResponseAsync(stage, wait, context).ConfigureAwait(false);
            }
            catch (UpdateMovedException) when (request.WorkflowExecution.RunId.Length == 0)
            {
                // The run continued as new before it saw the update: the next run gets it.
            }
            catch (UpdateMovedException)
            {
                throw RpcErrors.BusyWorkflow("workflow operation can not be applied because workflow is closing");
            }
        }
    }

    /// <summary>Waits for an update that was admitted before.</summary>
    public async Task<PollWorkflowExecutionUpdateResponse> PollAsync(
        PollWorkflowExecutionUpdateRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        if (request.UpdateRef is null)
        {
            throw RpcErrors.InvalidArgument("UpdateRef is not set on request.");
        }

        Requests.CheckExecution(request.UpdateRef.WorkflowExecution);
        var handle = await _admission.FindAsync(ns, request.UpdateRef).ConfigureAwait(false);
        var stage = request.WaitPolicy?.LifecycleStage ?? Stage.Unspecified;
        try
        {
            var response = await handle.ToResponseAsync(
                stage == Stage.Unspecified ? Stage.Admitted : stage, UpdateWait.For(context), context)
                .ConfigureAwait(false);
            return new PollWorkflowExecutionUpdateResponse
            {
                UpdateRef = response.UpdateRef,
                Outcome = response.Outcome,
                Stage = response.Stage,
            };
        }
        catch (UpdateMovedException)
        {
            throw RpcErrors.BusyWorkflow("workflow operation can not be applied because workflow is closing");
        }
    }
}
