using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// Closing events name the id of their started event. When both are buffered that id is not known before the flush: the
/// closing event carries <see cref="Pending"/> until then.
/// </summary>
internal sealed class BufferedLinks(WorkflowRun run)
{
    /// <summary>Stands for the id of a started event that has none yet.</summary>
    public const long Pending = -1;

    private readonly Dictionary<long, long> _startedIds = [];

    /// <summary>Remembers the id of a started event that was just written.</summary>
    public void Record(HistoryEvent item)
    {
        switch (item.EventType)
        {
            case EventType.ActivityTaskStarted:
                _startedIds[item.ActivityTaskStartedEventAttributes.ScheduledEventId] = item.EventId;
                break;
            case EventType.ChildWorkflowExecutionStarted:
                var initiated = item.ChildWorkflowExecutionStartedEventAttributes.InitiatedEventId;
                _startedIds[initiated] = item.EventId;
                if (run.State.Children.TryGetValue(initiated, out var child))
                {
                    child.StartedId = item.EventId;
                }

                break;
        }
    }

    /// <summary>Puts the real id of the started event into a closing event.</summary>
    public void Resolve(HistoryEvent item)
    {
        switch (item.AttributesCase)
        {
            case HistoryEvent.AttributesOneofCase.ActivityTaskCompletedEventAttributes:
                var completed = item.ActivityTaskCompletedEventAttributes;
                completed.StartedEventId = IdOf(completed.StartedEventId, completed.ScheduledEventId);
                break;
            case HistoryEvent.AttributesOneofCase.ActivityTaskFailedEventAttributes:
                var failed = item.ActivityTaskFailedEventAttributes;
                failed.StartedEventId = IdOf(failed.StartedEventId, failed.ScheduledEventId);
                break;
            case HistoryEvent.AttributesOneofCase.ActivityTaskTimedOutEventAttributes:
                var timedOut = item.ActivityTaskTimedOutEventAttributes;
                timedOut.StartedEventId = IdOf(timedOut.StartedEventId, timedOut.ScheduledEventId);
                break;
            case HistoryEvent.AttributesOneofCase.ActivityTaskCanceledEventAttributes:
                var canceled = item.ActivityTaskCanceledEventAttributes;
                canceled.StartedEventId = IdOf(canceled.StartedEventId, canceled.ScheduledEventId);
                break;
            default:
                ResolveChild(item);
                break;
        }
    }

    private void ResolveChild(HistoryEvent item)
    {
        switch (item.AttributesCase)
        {
            case HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionCompletedEventAttributes:
                var completed = item.ChildWorkflowExecutionCompletedEventAttributes;
                completed.StartedEventId = IdOf(completed.StartedEventId, completed.InitiatedEventId);
                break;
            case HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionFailedEventAttributes:
                var failed = item.ChildWorkflowExecutionFailedEventAttributes;
                failed.StartedEventId = IdOf(failed.StartedEventId, failed.InitiatedEventId);
                break;
            case HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionCanceledEventAttributes:
                var canceled = item.ChildWorkflowExecutionCanceledEventAttributes;
                canceled.StartedEventId = IdOf(canceled.StartedEventId, canceled.InitiatedEventId);
                break;
            case HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionTimedOutEventAttributes:
                var timedOut = item.ChildWorkflowExecutionTimedOutEventAttributes;
                timedOut.StartedEventId = IdOf(timedOut.StartedEventId, timedOut.InitiatedEventId);
                break;
            case HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionTerminatedEventAttributes:
                var terminated = item.ChildWorkflowExecutionTerminatedEventAttributes;
                terminated.StartedEventId = IdOf(terminated.StartedEventId, terminated.InitiatedEventId);
                break;
        }
    }

    private long IdOf(long given, long subject)
    {
        if (given != Pending)
        {
            return given;
        }

        Invariant.Require(_startedIds.ContainsKey(subject));
        return _startedIds[subject];
    }
}
