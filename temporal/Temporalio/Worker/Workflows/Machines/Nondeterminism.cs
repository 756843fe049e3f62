using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Exceptions;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>The one source of non-determinism errors: event, what it expects, what was found.</summary>
internal static class Nondeterminism
{
    private const string Prefix = "[TMPRL1100] Nondeterminism error: ";

    public static WorkflowNondeterminismException Error(string text) => new(Prefix + text);

    public static WorkflowNondeterminismException NoCommand(HistoryEvent e) => Error(
        $"{Describe(e)} has no matching command: the workflow issued none there. " +
        "Guard changed code with Workflow.Patched");

    public static WorkflowNondeterminismException WrongCommand(HistoryEvent e, OutgoingCommand found) => Error(
        $"{Describe(e)} expects the command {Expected(e)}, " +
        $"found {found.Owner.Describe()} ({found.Proto.CommandType}). Guard changed code with Workflow.Patched");

    public static WorkflowNondeterminismException NoEvent(HistoryEvent? next, OutgoingCommand found) => Error(
        $"history has no event for {found.Owner.Describe()} ({found.Proto.CommandType}), " +
        $"found {(next == null ? "its end" : Describe(next))}. Guard changed code with Workflow.Patched");

    public static WorkflowNondeterminismException WrongIdentity(
        HistoryEvent e, string field, string expected, string found) => Error(
        $"{Describe(e)} expects {field} '{expected}', found '{found}'. Guard changed code with Workflow.Patched");

    public static string Describe(HistoryEvent e) => $"event {e.EventId} {e.EventType}{Detail(e)}";

    private static string Expected(HistoryEvent e) => e.EventType switch
    {
        EventType.ActivityTaskScheduled => nameof(CommandType.ScheduleActivityTask),
        EventType.ActivityTaskCancelRequested => nameof(CommandType.RequestCancelActivityTask),
        EventType.TimerStarted => nameof(CommandType.StartTimer),
        EventType.TimerCanceled => nameof(CommandType.CancelTimer),
        EventType.MarkerRecorded => nameof(CommandType.RecordMarker),
        EventType.StartChildWorkflowExecutionInitiated => nameof(CommandType.StartChildWorkflowExecution),
        EventType.RequestCancelExternalWorkflowExecutionInitiated =>
            nameof(CommandType.RequestCancelExternalWorkflowExecution),
        EventType.SignalExternalWorkflowExecutionInitiated => nameof(CommandType.SignalExternalWorkflowExecution),
        EventType.NexusOperationScheduled => nameof(CommandType.ScheduleNexusOperation),
        EventType.NexusOperationCancelRequested => nameof(CommandType.RequestCancelNexusOperation),
        EventType.UpsertWorkflowSearchAttributes => nameof(CommandType.UpsertWorkflowSearchAttributes),
        EventType.WorkflowPropertiesModified => nameof(CommandType.ModifyWorkflowProperties),
        EventType.WorkflowExecutionCompleted => nameof(CommandType.CompleteWorkflowExecution),
        EventType.WorkflowExecutionFailed => nameof(CommandType.FailWorkflowExecution),
        EventType.WorkflowExecutionCanceled => nameof(CommandType.CancelWorkflowExecution),
        EventType.WorkflowExecutionContinuedAsNew => nameof(CommandType.ContinueAsNewWorkflowExecution),
        EventType.WorkflowExecutionUpdateAccepted or EventType.WorkflowExecutionUpdateCompleted =>
            nameof(CommandType.ProtocolMessage),
        _ => e.EventType.ToString(),
    };

    private static string Detail(HistoryEvent e) => e.EventType switch
    {
        EventType.ActivityTaskScheduled =>
            $" (activity '{e.ActivityTaskScheduledEventAttributes.ActivityType.Name}', " +
            $"id '{e.ActivityTaskScheduledEventAttributes.ActivityId}')",
        EventType.TimerStarted => $" (timer '{e.TimerStartedEventAttributes.TimerId}')",
        EventType.MarkerRecorded => $" (marker '{e.MarkerRecordedEventAttributes.MarkerName}')",
        EventType.StartChildWorkflowExecutionInitiated =>
            $" (child '{e.StartChildWorkflowExecutionInitiatedEventAttributes.WorkflowType.Name}', " +
            $"id '{e.StartChildWorkflowExecutionInitiatedEventAttributes.WorkflowId}')",
        EventType.SignalExternalWorkflowExecutionInitiated =>
            $" (signal '{e.SignalExternalWorkflowExecutionInitiatedEventAttributes.SignalName}')",
        EventType.NexusOperationScheduled =>
            $" (Nexus operation '{e.NexusOperationScheduledEventAttributes.Operation}' of service " +
            $"'{e.NexusOperationScheduledEventAttributes.Service}')",
        _ => string.Empty,
    };
}
