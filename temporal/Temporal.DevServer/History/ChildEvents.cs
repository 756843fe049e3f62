using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Case = Temporalio.Api.History.V1.HistoryEvent.AttributesOneofCase;

namespace Temporal.DevServer.History;

/// <summary>Translates the closing event of a child into the event of its parent.</summary>
internal static class ChildEvents
{
    /// <summary>
    /// The parent's event; <paramref name="lastRun"/> is the run that closed, not the one first started.
    /// </summary>
    public static HistoryEvent Closed(ChildInfo child, WorkflowExecution lastRun, HistoryEvent close) =>
        close.AttributesCase switch
        {
            Case.WorkflowExecutionCompletedEventAttributes => Completed(child, lastRun, close),
            Case.WorkflowExecutionFailedEventAttributes => Failed(child, lastRun, close),
            Case.WorkflowExecutionCanceledEventAttributes => Canceled(child, lastRun, close),
            Case.WorkflowExecutionTimedOutEventAttributes => TimedOut(child, lastRun, close),
            Case.WorkflowExecutionTerminatedEventAttributes => Terminated(child, lastRun),
            _ => throw new InvariantException($"A child cannot close with {close.AttributesCase}."),
        };

    /// <summary>The child that an event says is closed, by its Initiated event; 0 for any other event.</summary>
    public static long ClosedBy(HistoryEvent item) => item.AttributesCase switch
    {
        Case.ChildWorkflowExecutionCompletedEventAttributes =>
            item.ChildWorkflowExecutionCompletedEventAttributes.InitiatedEventId,
        Case.ChildWorkflowExecutionFailedEventAttributes => item.ChildWorkflowExecutionFailedEventAttributes.InitiatedEventId,
        Case.ChildWorkflowExecutionCanceledEventAttributes =>
            item.ChildWorkflowExecutionCanceledEventAttributes.InitiatedEventId,
        Case.ChildWorkflowExecutionTimedOutEventAttributes =>
            item.ChildWorkflowExecutionTimedOutEventAttributes.InitiatedEventId,
        Case.ChildWorkflowExecutionTerminatedEventAttributes =>
            item.ChildWorkflowExecutionTerminatedEventAttributes.InitiatedEventId,
        _ => 0,
    };

    /// <summary>The same news for another history, in which the child's Started event may have another id.</summary>
    public static HistoryEvent Repeated(HistoryEvent closed, long startedId)
    {
        var item = closed.Clone();
        item.EventTime = null;
        switch (item.AttributesCase)
        {
            case Case.ChildWorkflowExecutionCompletedEventAttributes:
                item.ChildWorkflowExecutionCompletedEventAttributes.StartedEventId = startedId;
                break;
            case Case.ChildWorkflowExecutionFailedEventAttributes:
                item.ChildWorkflowExecutionFailedEventAttributes.StartedEventId = startedId;
                break;
            case Case.ChildWorkflowExecutionCanceledEventAttributes:
                item.ChildWorkflowExecutionCanceledEventAttributes.StartedEventId = startedId;
                break;
            case Case.ChildWorkflowExecutionTimedOutEventAttributes:
                item.ChildWorkflowExecutionTimedOutEventAttributes.StartedEventId = startedId;
                break;
            default:
                item.ChildWorkflowExecutionTerminatedEventAttributes.StartedEventId = startedId;
                break;
        }

        return item;
    }

    private static HistoryEvent Completed(ChildInfo child, WorkflowExecution run, HistoryEvent close) => new()
    {
        EventType = EventType.ChildWorkflowExecutionCompleted,
        ChildWorkflowExecutionCompletedEventAttributes = new()
        {
            Result = close.WorkflowExecutionCompletedEventAttributes.Result,
            Namespace = child.NamespaceName,
            NamespaceId = child.NamespaceId,
            WorkflowExecution = run,
            WorkflowType = new() { Name = child.WorkflowType },
            InitiatedEventId = child.InitiatedId,
            StartedEventId = child.StartedId,
        },
    };

    private static HistoryEvent Failed(ChildInfo child, WorkflowExecution run, HistoryEvent close) => new()
    {
        EventType = EventType.ChildWorkflowExecutionFailed,
        ChildWorkflowExecutionFailedEventAttributes = new()
        {
            Failure = close.WorkflowExecutionFailedEventAttributes.Failure,
            RetryState = close.WorkflowExecutionFailedEventAttributes.RetryState,
            Namespace = child.NamespaceName,
            NamespaceId = child.NamespaceId,
            WorkflowExecution = run,
            WorkflowType = new() { Name = child.WorkflowType },
            InitiatedEventId = child.InitiatedId,
            StartedEventId = child.StartedId,
        },
    };

    private static HistoryEvent Canceled(ChildInfo child, WorkflowExecution run, HistoryEvent close) => new()
    {
        EventType = EventType.ChildWorkflowExecutionCanceled,
        ChildWorkflowExecutionCanceledEventAttributes = new()
        {
            Details = close.WorkflowExecutionCanceledEventAttributes.Details,
            Namespace = child.NamespaceName,
            NamespaceId = child.NamespaceId,
            WorkflowExecution = run,
            WorkflowType = new() { Name = child.WorkflowType },
            InitiatedEventId = child.InitiatedId,
            StartedEventId = child.StartedId,
        },
    };

    private static HistoryEvent TimedOut(ChildInfo child, WorkflowExecution run, HistoryEvent close) => new()
    {
        EventType = EventType.ChildWorkflowExecutionTimedOut,
        ChildWorkflowExecutionTimedOutEventAttributes = new()
        {
            RetryState = close.WorkflowExecutionTimedOutEventAttributes.RetryState,
            Namespace = child.NamespaceName,
            NamespaceId = child.NamespaceId,
            WorkflowExecution = run,
            WorkflowType = new() { Name = child.WorkflowType },
            InitiatedEventId = child.InitiatedId,
            StartedEventId = child.StartedId,
        },
    };

    private static HistoryEvent Terminated(ChildInfo child, WorkflowExecution run) => new()
    {
        EventType = EventType.ChildWorkflowExecutionTerminated,
        ChildWorkflowExecutionTerminatedEventAttributes = new()
        {
            Namespace = child.NamespaceName,
            NamespaceId = child.NamespaceId,
            WorkflowExecution = run,
            WorkflowType = new() { Name = child.WorkflowType },
            InitiatedEventId = child.InitiatedId,
            StartedEventId = child.StartedId,
        },
    };
}
