using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;

namespace Temporal.DevServer.Nexus.Operations;

/// <summary>Tells callers how their operations ended.</summary>
internal sealed class OperationCompletions(ExecutionEngine engine)
{
    /// <summary>Ends the operation that a token names; false when nobody waits for it any more.</summary>
    public Task<bool> CompleteAsync(NexusCallbackToken token, OperationEnd end) =>
        engine.RunAsync(new WorkflowKey(token.NamespaceId, token.WorkflowId), async session =>
        {
            if (await FindAsync(session, token).ConfigureAwait(false) is not { } run)
            {
                return false;
            }

            session.GoesWithWorkflowTask = true;
            var t = session.Begin(run);
            Record(t, run.State.NexusOperations[token.ScheduledId], end);
            session.Commit(t);
            return true;
        });

    /// <summary>The caller, or the run that goes on in its place after a reset.</summary>
    private static async ValueTask<WorkflowRun?> FindAsync(WorkflowSession session, NexusCallbackToken token)
    {
        var run = await session.FindAsync(token.RunId).ConfigureAwait(false);
        return Waits(run, token) ? run
            : await session.CurrentAsync().ConfigureAwait(false) is { } current && Waits(current, token) ? current
            : null;
    }

    private static bool Waits(WorkflowRun? run, NexusCallbackToken token) =>
        run is { IsRunning: true } && run.State.NexusOperations.TryGetValue(token.ScheduledId, out var operation)
        && operation.RequestId == token.RequestId;

    private static void Record(Transition t, NexusOperationInfo operation, OperationEnd end)
    {
        if (operation.Status != NexusOperationStatus.Started)
        {
            // The report has overtaken the answer that the operation was started.
            NexusOperationMachine.Start(t, operation, end.Token, end.Links, end.Since);
        }

        if (end.Failure is not { } failure)
        {
            NexusOperationMachine.Succeed(t, operation, end.Result, []);
        }
        else if (end.IsCanceled)
        {
            NexusOperationMachine.Cancel(t, operation, failure);
        }
        else
        {
            NexusOperationMachine.Fail(t, operation, failure);
        }
    }
}
