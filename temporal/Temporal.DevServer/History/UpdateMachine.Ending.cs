using Temporal.DevServer.State;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Update.V1;

namespace Temporal.DevServer.History;

/// <summary>How updates end that will not be completed: with a completion that was refused, or with their run.</summary>
internal static partial class UpdateMachine
{
    /// <summary>A completion blew up: what it delivered is given up, what was accepted before stays.</summary>
    public static void AbortSent(WorkflowRun run, Exception error)
    {
        foreach (var update in run.Updates.All.ToArray())
        {
            var wasAccepted = run.State.Updates.TryGetValue(update.Id, out var stored) && stored.AcceptedId > 0;
            if (wasAccepted)
            {
                update.Status = UpdateStatus.Accepted;
            }
            else if (update.Status is not UpdateStatus.Admitted)
            {
                update.Status = UpdateStatus.Aborted;
                run.Updates.Remove(update);
                update.TellAborted(error);
            }
        }
    }

    /// <summary>
    /// The run closed: callers of unaccepted updates get an error, or try the run that follows; those of accepted ones a
    /// failed outcome.
    /// </summary>
    public static void CloseAll(Transition t)
    {
        var run = t.Run;
        LoadStored(run);
        foreach (var update in run.Updates.All.ToArray())
        {
            if (!Table.Allows(update.Status, UpdateTrigger.Abort))
            {
                continue;
            }

            var accepted = update.Status is UpdateStatus.Accepted or UpdateStatus.ProvisionallyAccepted;
            Move(update, UpdateTrigger.Abort);
            if (accepted)
            {
                run.State.AbortedUpdates.Add(update.Id);
            }

            run.Updates.Remove(update);
            t.AfterCommit(() => Tell(update, accepted, isFollowed: t.Successor is not null));
        }
    }

    /// <summary>The outcome of an accepted update whose run closed.</summary>
    public static Outcome ClosedOutcome() => new()
    {
        Failure = new Failure
        {
            Message = "Workflow Update failed because the Workflow completed before the Update completed.",
            Source = "Server",
            ApplicationFailureInfo = new() { Type = "AcceptedUpdateCompletedWorkflow", NonRetryable = true },
        },
    };

    /// <summary>The outcome of an update that the worker neither accepted nor rejected.</summary>
    public static Failure UnprocessedFailure() => new()
    {
        Message = "Workflow Update is rejected because it wasn't processed by worker. "
            + "Probably, Workflow Update is not supported by the worker.",
        Source = "Server",
        ApplicationFailureInfo = new() { Type = "UnprocessedUpdate", NonRetryable = true },
    };

    private static void Tell(PendingUpdate update, bool accepted, bool isFollowed)
    {
        if (accepted)
        {
            update.TellCompleted(ClosedOutcome());
        }
        else
        {
            update.TellAborted(isFollowed ? new UpdateMovedException() : UpdateRegistry.ClosingError());
        }
    }
}
