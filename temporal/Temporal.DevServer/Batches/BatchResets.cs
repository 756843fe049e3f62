using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;
using Target = Temporalio.Api.Common.V1.ResetOptions.TargetOneofCase;

namespace Temporal.DevServer.Batches;

/// <summary>Resets a run to a workflow task that is described, not named: the first, the last, or one by a build id.</summary>
internal sealed class BatchResets(ExecutionEngine engine)
{
    private const int PageBatches = 256;
    private readonly ResetService _resets = new(engine);

    /// <summary>Resets a run, unless this request did it before.</summary>
    public async Task ResetAsync(StartBatchOperationRequest request, WorkflowExecution target, string requestId)
    {
        var ns = engine.Namespace(request.Namespace);
        var (run, isDone) = await engine.RunAsync(Requests.KeyOf(ns, target.WorkflowId), async session =>
        {
            var found = await session.RequireRunAsync(target.RunId).ConfigureAwait(false);
            var current = await session.CurrentAsync().ConfigureAwait(false);
            return (found.Key, current?.State.StartRequestId == requestId);
        }).ConfigureAwait(false);
        if (isDone)
        {
            return;
        }

        var options = OptionsOf(request.ResetOperation);
        using var context = new RpcContext();
        await _resets.ResetAsync(
            new ResetWorkflowExecutionRequest
            {
                Namespace = request.Namespace,
                WorkflowExecution = new WorkflowExecution { WorkflowId = run.WorkflowId, RunId = run.RunId },
                Reason = request.Reason,
                RequestId = requestId,
                WorkflowTaskFinishEventId = await PointAsync(run, options).ConfigureAwait(false),
                ResetReapplyType = options.ResetReapplyType,
                ResetReapplyExcludeTypes = { options.ResetReapplyExcludeTypes },
                PostResetOperations = { request.ResetOperation.PostResetOperations },
                Identity = request.ResetOperation.Identity,
            },
            context).ConfigureAwait(false);
    }

    private static ResetOptions OptionsOf(Temporalio.Api.Batch.V1.BatchOperationReset operation)
    {
        if (operation.Options is { } options)
        {
            return options;
        }

#pragma warning disable CS0612 // Old clients still send the deprecated fields.
        var old = new ResetOptions { ResetReapplyType = operation.ResetReapplyType };
        if (operation.ResetType == ResetType.FirstWorkflowTask)
        {
            old.FirstWorkflowTask = new();
        }
        else
        {
            old.LastWorkflowTask = new();
        }
#pragma warning restore CS0612

        return old;
    }

    /// <summary>The event that a reset with these options goes back to.</summary>
    private async Task<long> PointAsync(RunKey run, ResetOptions options)
    {
        if (options.TargetCase == Target.WorkflowTaskId)
        {
            return options.WorkflowTaskId;
        }

        long found = 0;
        long? from = 1;
        while (from is { } next)
        {
            var page = await engine.History.ReadAsync(run, next, long.MaxValue - 1, PageBatches).ConfigureAwait(false);
            foreach (var item in page.Events.Where(item => Fits(item, options)))
            {
                found = item.EventId;
                if (options.TargetCase != Target.LastWorkflowTask)
                {
                    return found;
                }
            }

            from = page.NextEventId;
        }

        return found > 0 ? found : throw RpcErrors.NotFound("no workflow task to reset to");
    }

    private static bool Fits(HistoryEvent item, ResetOptions options) =>
        item.EventType == EventType.WorkflowTaskCompleted
        && (options.TargetCase != Target.BuildId
            || item.WorkflowTaskCompletedEventAttributes.WorkerVersion?.BuildId == options.BuildId);
}
