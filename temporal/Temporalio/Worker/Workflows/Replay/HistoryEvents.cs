using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Replay;

/// <summary>Kinds of history events that the replay distinguishes.</summary>
internal static class HistoryEvents
{
    /// <summary>Written because of a command (or update message) of a worker.</summary>
    public static bool IsCommandEvent(HistoryEvent e) => e.EventType is EventType.ActivityTaskScheduled
        or EventType.ActivityTaskCancelRequested
        or EventType.TimerStarted
        or EventType.TimerCanceled
        or EventType.RequestCancelExternalWorkflowExecutionInitiated
        or EventType.MarkerRecorded
        or EventType.StartChildWorkflowExecutionInitiated
        or EventType.SignalExternalWorkflowExecutionInitiated
        or EventType.UpsertWorkflowSearchAttributes
        or EventType.NexusOperationScheduled
        or EventType.NexusOperationCancelRequested
        or EventType.WorkflowPropertiesModified
        or EventType.WorkflowExecutionUpdateAccepted
        or EventType.WorkflowExecutionUpdateCompleted
        or EventType.WorkflowExecutionCompleted
        or EventType.WorkflowExecutionFailed
        or EventType.WorkflowExecutionCanceled
        or EventType.WorkflowExecutionContinuedAsNew;

    /// <summary>Ends the run.</summary>
    public static bool IsFinal(HistoryEvent e) => e.EventType is EventType.WorkflowExecutionCompleted
        or EventType.WorkflowExecutionFailed
        or EventType.WorkflowExecutionTimedOut
        or EventType.WorkflowExecutionTerminated
        or EventType.WorkflowExecutionCanceled
        or EventType.WorkflowExecutionContinuedAsNew;

    /// <summary>Says, right after a started workflow task, that the task came to nothing.</summary>
    public static bool VoidsTask(HistoryEvent e) => e.EventType is EventType.WorkflowTaskFailed
        or EventType.WorkflowTaskTimedOut
        or EventType.WorkflowExecutionTimedOut
        or EventType.WorkflowExecutionTerminated;
}
