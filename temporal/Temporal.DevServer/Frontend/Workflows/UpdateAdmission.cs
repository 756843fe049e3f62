using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Update.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// Admits updates: once per id and run, within limits, and with a workflow task to carry them. When nothing else is
/// pending that task is speculative: if the worker refuses the update, it leaves no trace.
/// </summary>
internal sealed class UpdateAdmission(ExecutionEngine engine)
{
    /// <summary>Admits an update of an existing workflow, or finds the one with its id.</summary>
    public Task<UpdateHandle> AdmitAsync(NamespaceEntry ns, UpdateWorkflowExecutionRequest request) =>
        engine.RunAsync(Requests.KeyOf(ns, request.WorkflowExecution.WorkflowId), async session =>
        {
            var run = await session.RequireRunAsync(request.WorkflowExecution.RunId).ConfigureAwait(false);
            Requests.RequireChain(run, request.FirstExecutionRunId);
            return await AdmitAsync(session, run, request.Request).ConfigureAwait(false);
        });

    /// <summary>The same inside a gate.</summary>
    public async ValueTask<UpdateHandle> AdmitAsync(WorkflowSession session, WorkflowRun run, Request request)
    {
        var id = request.Meta.UpdateId;
        if (await FindAsync(run, id).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        if (!run.IsRunning)
        {
            throw RpcErrors.NotFound(Requests.AlreadyCompleted);
        }

        CheckLimits(run);
        var update = UpdateMachine.Admit(run, id, request);
        ScheduleTask(session, run);
        return new UpdateHandle(run.Key, id, update, null);
    }

    /// <summary>Finds an update that was admitted before.</summary>
    public Task<UpdateHandle> FindAsync(NamespaceEntry ns, UpdateRef reference) =>
        engine.RunAsync(Requests.KeyOf(ns, reference.WorkflowExecution.WorkflowId), async session =>
        {
            var run = await session.RequireRunAsync(reference.WorkflowExecution.RunId).ConfigureAwait(false);
            return await FindAsync(run, reference.UpdateId).ConfigureAwait(false)
                ?? throw RpcErrors.NotFound($"update \"{reference.UpdateId}\" not found");
        });

    /// <summary>The update with an id, pending or with its outcome; null when the run does not know it.</summary>
    public async ValueTask<UpdateHandle?> FindAsync(WorkflowRun run, string id)
    {
        if (run.CompletedUpdates.TryGetValue(id, out var completed))
        {
            var item = await engine.History.GetEventAsync(run, completed.CompletedId).ConfigureAwait(false);
            return new UpdateHandle(run.Key, id, null, item.WorkflowExecutionUpdateCompletedEventAttributes.Outcome);
        }

        if (UpdateMachine.Find(run, id) is { } pending)
        {
            return new UpdateHandle(run.Key, id, pending, null);
        }

        return run.IsRunning || !run.State.AbortedUpdates.Contains(id)
            ? null
            : new UpdateHandle(run.Key, id, null, UpdateMachine.ClosedOutcome());
    }

    /// <summary>A workflow task for an update, if none is on its way.</summary>
    public static void ScheduleTask(WorkflowSession session, WorkflowRun run)
    {
        if (WorkflowTaskMachine.IsPending(run.State))
        {
            return;
        }

        var t = session.Begin(run);
        if (run.State.LastCompletedId == 0)
        {
            // The first workflow task is held back (start delay); an update does not wait for that.
            run.State.BackoffUntil = null;
            t.Wake();
            session.Commit(t);
        }
        else
        {
            WorkflowTaskMachine.ScheduleSpeculative(t);
            session.Keep(t);
        }
    }

    private static void CheckLimits(WorkflowRun run)
    {
        var state = run.State;
        if (state.Task.Attempt >= Limits.FailingTaskAttempts)
        {
            throw RpcErrors.FailedPrecondition(
                "Unable to perform workflow execution update due to Workflow Task in failed state.",
                new WorkflowNotReadyFailure());
        }

        UpdateMachine.LoadStored(run);
        if (run.Updates.Count >= Limits.UpdatesInFlightMax)
        {
            throw UpdatesFullException.For(run);
        }

        if (state.UpdateCount + run.Updates.All.Count(u => u.AcceptedId == 0) >= Limits.UpdatesMax)
        {
            throw RpcErrors.FailedPrecondition("The limit on the total number of distinct updates in this workflow has "
                + $"been reached ({Limits.UpdatesMax}). Make sure any duplicate updates share an Update ID so the server "
                + "can deduplicate them, and consider rejecting updates that you aren't going to process. You can also "
                + "Continue-as-New to avoid this; we recommend you check Continue-as-New Suggested in your Workflow.");
        }
    }
}
