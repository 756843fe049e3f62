using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>UpdateWorkflowExecutionOptions: an operator's word about version and priority of an open run.</summary>
internal sealed class OptionsService(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table) =>
        table.Add<UpdateWorkflowExecutionOptionsRequest, UpdateWorkflowExecutionOptionsResponse>(
            "UpdateWorkflowExecutionOptions", UpdateAsync);

    /// <summary>Changes the options that the mask names.</summary>
    public async Task<UpdateWorkflowExecutionOptionsResponse> UpdateAsync(
        UpdateWorkflowExecutionOptionsRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        var execution = request.WorkflowExecution ?? new WorkflowExecution();
        Requests.CheckExecution(execution);
        var change = new OptionsChange(request.WorkflowExecutionOptions, request.UpdateMask, request.Identity);
        return await engine.RunAsync(Requests.KeyOf(ns, execution.WorkflowId), async session =>
        {
            var run = await session.RequireOpenAsync(execution.RunId).ConfigureAwait(false);
            OverrideRules.Check(engine, ns, change.NewOverride, run.State.TaskQueue);
            var t = session.Begin(run);
            if (change.Apply(t))
            {
                session.Commit(t);
            }
            else
            {
                session.Rollback();
            }

            return new UpdateWorkflowExecutionOptionsResponse
            {
                WorkflowExecutionOptions = new()
                {
                    VersioningOverride = run.State.VersioningOverride,
                    Priority = run.State.Priority,
                },
            };
        }).ConfigureAwait(false);
    }
}
