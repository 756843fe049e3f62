using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.History.V1;
using Kind = Temporal.DevServer.State.CloseMessage.Types.Kind;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// Delivers what a closed run owes: its result to its parent, and the parent close policy to its children.
/// </summary>
internal sealed class CloseNotifier(ExecutionEngine engine)
{
    /// <summary>Delivers all messages of a closed run, then strikes them off its list.</summary>
    public async Task NotifyAsync(RunKey closed)
    {
        var (messages, closeId) = await engine.RunAsync(closed.Workflow, async session =>
            await session.FindAsync(closed.RunId).ConfigureAwait(false) is { } run
                ? (run.State.CloseMessages.ToArray(), run.State.CloseEventId)
                : ([], 0L)).ConfigureAwait(false);
        if (messages.Length == 0)
        {
            return;
        }

        var item = await engine.History.GetEventAsync(closed, closeId).ConfigureAwait(false);
        foreach (var message in messages)
        {
            await DeliverAsync(closed, message, item).ConfigureAwait(false);
        }

        await engine.RunAsync(closed.Workflow, async session =>
        {
            if (await session.FindAsync(closed.RunId).ConfigureAwait(false) is { } run)
            {
                var t = session.Begin(run);
                t.State.CloseMessages.Clear();
                session.Commit(t);
            }

            return true;
        }).ConfigureAwait(false);
    }

    private Task DeliverAsync(RunKey closed, CloseMessage message, HistoryEvent item)
    {
        var target = new WorkflowKey(message.NamespaceId, message.WorkflowId);
        return engine.RunAsync(target, async session =>
        {
            var run = message.Kind == Kind.ParentResult
                ? await FindParentAsync(session, message.RunId).ConfigureAwait(false)
                : await FindChildAsync(session, closed, message).ConfigureAwait(false);
            if (run is not { IsRunning: true })
            {
                return false;
            }

            var t = session.Begin(run);
            if (Apply(t, closed, message, item))
            {
                session.Commit(t);
            }

            return true;
        });
    }

    /// <summary>A parent that was reset lives on in another run, and its children with it.</summary>
    private static async ValueTask<WorkflowRun?> FindParentAsync(WorkflowSession session, string runId)
    {
        var run = await session.FindAsync(runId).ConfigureAwait(false);
        while (run is { IsRunning: false, State.ResetRunId.Length: > 0 })
        {
            run = await session.FindAsync(run.State.ResetRunId).ConfigureAwait(false);
        }

        return run;
    }

    /// <summary>The child's run may have been retried or continued since; its latest run is meant.</summary>
    private static async ValueTask<WorkflowRun?> FindChildAsync(WorkflowSession session, RunKey parent, CloseMessage message)
    {
        var run = await session.FindAsync(message.RunId).ConfigureAwait(false);
        if (run is { IsRunning: false })
        {
            run = await session.CurrentAsync().ConfigureAwait(false);
        }

        return run?.State.Parent?.Execution is { } of && of.RunId == parent.RunId ? run : null;
    }

    private static bool Apply(Transition t, RunKey closed, CloseMessage message, HistoryEvent item)
    {
        switch (message.Kind)
        {
            case Kind.ParentResult:
                if (!t.State.Children.TryGetValue(message.InitiatedId, out var child)
                    || child.Status != ChildStatus.Started)
                {
                    return false;
                }

                var run = new WorkflowExecution { WorkflowId = closed.WorkflowId, RunId = closed.RunId };
                ChildMachine.RecordClosed(t, child, run, item);
                return true;
            case Kind.CancelChild:
                return CancelMachine.Request(t, new CancelRequest
                {
                    Identity = WorkflowTaskMachine.ServerIdentity,
                    Sender = new WorkflowExecution { WorkflowId = closed.WorkflowId, RunId = closed.RunId },
                });
            default:
                RunMachine.Terminate(
                    t, ParentClosePolicies.TerminateReason, null, WorkflowTaskMachine.ServerIdentity);
                return true;
        }
    }
}
