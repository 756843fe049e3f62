using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Replay;

/// <summary>Which command event an event refers to.</summary>
internal static class EventOwner
{
    /// <summary>
    /// Id of the event that began what this event belongs to; null if it belongs to the workflow as a whole.
    /// </summary>
    public static long? IdOf(HistoryEvent e) => e.EventType switch
    {
        EventType.ActivityTaskStarted => e.ActivityTaskStartedEventAttributes.ScheduledEventId,
        EventType.ActivityTaskCompleted => e.ActivityTaskCompletedEventAttributes.ScheduledEventId,
        EventType.ActivityTaskFailed => e.ActivityTaskFailedEventAttributes.ScheduledEventId,
        EventType.ActivityTaskTimedOut => e.ActivityTaskTimedOutEventAttributes.ScheduledEventId,
        EventType.ActivityTaskCanceled => e.ActivityTaskCanceledEventAttributes.ScheduledEventId,
        EventType.TimerFired => e.TimerFiredEventAttributes.StartedEventId,
        EventType.StartChildWorkflowExecutionFailed =>
            e.StartChildWorkflowExecutionFailedEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionStarted => e.ChildWorkflowExecutionStartedEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionCompleted =>
            e.ChildWorkflowExecutionCompletedEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionFailed => e.ChildWorkflowExecutionFailedEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionCanceled => e.ChildWorkflowExecutionCanceledEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionTimedOut => e.ChildWorkflowExecutionTimedOutEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionTerminated =>
            e.ChildWorkflowExecutionTerminatedEventAttributes.InitiatedEventId,
        EventType.ExternalWorkflowExecutionSignaled =>
            e.ExternalWorkflowExecutionSignaledEventAttributes.InitiatedEventId,
        EventType.SignalExternalWorkflowExecutionFailed =>
            e.SignalExternalWorkflowExecutionFailedEventAttributes.InitiatedEventId,
        EventType.ExternalWorkflowExecutionCancelRequested =>
            e.ExternalWorkflowExecutionCancelRequestedEventAttributes.InitiatedEventId,
        EventType.RequestCancelExternalWorkflowExecutionFailed =>
            e.RequestCancelExternalWorkflowExecutionFailedEventAttributes.InitiatedEventId,
        _ => NexusIdOf(e),
    };

    private static long? NexusIdOf(HistoryEvent e) => e.EventType switch
    {
        EventType.NexusOperationStarted => e.NexusOperationStartedEventAttributes.ScheduledEventId,
        EventType.NexusOperationCompleted => e.NexusOperationCompletedEventAttributes.ScheduledEventId,
        EventType.NexusOperationFailed => e.NexusOperationFailedEventAttributes.ScheduledEventId,
        EventType.NexusOperationCanceled => e.NexusOperationCanceledEventAttributes.ScheduledEventId,
        EventType.NexusOperationTimedOut => e.NexusOperationTimedOutEventAttributes.ScheduledEventId,
        EventType.NexusOperationCancelRequestCompleted =>
            e.NexusOperationCancelRequestCompletedEventAttributes.ScheduledEventId,
        EventType.NexusOperationCancelRequestFailed =>
            e.NexusOperationCancelRequestFailedEventAttributes.ScheduledEventId,
        _ => null,
    };

    /// <summary>Whether an event tells the workflow nothing.</summary>
    public static bool IsIgnorable(HistoryEvent e) => e.WorkerMayIgnore || e.EventType is
        EventType.WorkflowTaskScheduled
        or EventType.WorkflowTaskTimedOut
        or EventType.WorkflowExecutionTerminated
        or EventType.WorkflowExecutionTimedOut
        or EventType.WorkflowExecutionOptionsUpdated
        or EventType.WorkflowExecutionPaused
        or EventType.WorkflowExecutionUnpaused;
}
