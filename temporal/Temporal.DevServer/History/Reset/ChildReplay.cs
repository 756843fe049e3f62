using Temporal.DevServer.State;
using Temporalio.Api.History.V1;
using Case = Temporalio.Api.History.V1.HistoryEvent.AttributesOneofCase;

namespace Temporal.DevServer.History.Reset;

/// <summary>
/// What became of children after the point of a reset. A child that was asked for before that point belongs to the new
/// run too, and has its news only once.
/// </summary>
internal static class ChildReplay
{
    /// <summary>Writes the news of a child into the run that the reset makes; of other events it takes no notice.</summary>
    public static void Reapply(Transition t, HistoryEvent item)
    {
        switch (item.AttributesCase)
        {
            case Case.StartChildWorkflowExecutionFailedEventAttributes:
                var failed = item.StartChildWorkflowExecutionFailedEventAttributes;
                if (Find(t, failed.InitiatedEventId, ChildStatus.Initiated) is { } refused)
                {
                    ChildMachine.RecordStartFailed(t, refused, failed.Cause);
                }

                break;
            case Case.ChildWorkflowExecutionStartedEventAttributes:
                var started = item.ChildWorkflowExecutionStartedEventAttributes;
                if (Find(t, started.InitiatedEventId, ChildStatus.Initiated) is { } born)
                {
                    ChildMachine.RecordStarted(t, born, started.WorkflowExecution.RunId);
                }

                break;
            default:
                if (Find(t, ChildEvents.ClosedBy(item), ChildStatus.Started) is { } closed)
                {
                    ChildMachine.RecordClosed(t, closed, ChildEvents.Repeated(item, closed.StartedId));
                }

                break;
        }
    }

    private static ChildInfo? Find(Transition t, long initiatedId, ChildStatus status) =>
        t.State.Children.TryGetValue(initiatedId, out var child) && child.Status == status ? child : null;
}
