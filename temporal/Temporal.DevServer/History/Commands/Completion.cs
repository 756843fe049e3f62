using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Nexus.Endpoints;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.History.Commands;

/// <summary>
/// Applies what a worker decided in a workflow task. Order in the history: WorkflowTaskCompleted, the events of the
/// commands in their order, events of messages no command placed, then what was buffered meanwhile, then the next
/// WorkflowTaskScheduled. Any fault undoes all of it (<see cref="CommandFailure"/>).
/// </summary>
internal static class Completion
{
    /// <summary>
    /// Request id of a workflow task that is started with the answer to the completion of the one before.
    /// </summary>
    public const string InlineRequestId = "request-from-RespondWorkflowTaskCompleted";

    /// <summary>
    /// True when the task was speculative and the worker only rejected updates: then the task leaves no trace.
    /// </summary>
    public static bool CanDiscard(RunState state, RespondWorkflowTaskCompletedRequest request)
    {
        if (state.Task.Status != WorkflowTaskStatus.SpeculativeStarted || request.ForceCreateNewWorkflowTask
            || request.Commands.Count > 0 || request.Messages.Count == 0
            || !MessageCommands.HasOnlyRejections(request.Messages))
        {
            return false;
        }

        var unseen = state.Task.ScheduledId - state.LastCompletedId - 1;
        return unseen == 0 || (unseen <= Limits.DiscardableEventsMax
            && request.Capabilities?.DiscardSpeculativeWorkflowTaskWithEvents == true);
    }

    /// <summary>Applies the rejections of a task that leaves no trace.</summary>
    public static void Discard(Transition t, RespondWorkflowTaskCompletedRequest request)
    {
        foreach (var message in request.Messages)
        {
            MessageCommands.Apply(t, message);
        }

        WorkflowTaskMachine.Discard(t, request);
        if (t.Run.Updates.HasUnsent)
        {
            WorkflowTaskMachine.ScheduleSpeculative(t);
        }
    }

    /// <summary>Applies a completion.</summary>
    /// <exception cref="CommandFailure">It cannot be applied; the caller rolls back and fails the task.</exception>
    public static void Apply(
        Transition t, RespondWorkflowTaskCompletedRequest request, INamespaceRegistry namespaces, EndpointBook endpoints)
    {
        var state = t.State;
        var isHeartbeat = request.ForceCreateNewWorkflowTask && request.Commands.Count == 0;
        var heartbeatSince = state.Task.HeartbeatSince ?? state.Task.ScheduledTime;
        var completed = WorkflowTaskMachine.Complete(t, request);
        state.Task.HeartbeatSince = isHeartbeat ? heartbeatSince : null;
        BuildMarks.Record(t, request, completed.EventId);
        VersionMarks.Record(t, request);
        ReportedProblems.Clear(t);

        var context = new CommandContext(t, request, completed.EventId, namespaces, endpoints)
        {
            BufferedBefore = state.Buffer.Count,
        };
        t.History.IsCompleting = true;
        foreach (var command in request.Commands)
        {
            ApplyOne(context, command);
        }

        if (t.Run.IsRunning)
        {
            MessageCommands.ApplyRest(context);
        }

        t.History.IsCompleting = false;
        RejectUnanswered(t, isHeartbeat);
        if (t.Run.IsRunning)
        {
            FollowUp(t, request);
        }
    }

    private static void FollowUp(Transition t, RespondWorkflowTaskCompletedRequest request)
    {
        if (t.History.Flush() || request.ForceCreateNewWorkflowTask)
        {
            t.Wake();
        }
        else if (t.Run.Updates.HasUnsent)
        {
            WorkflowTaskMachine.ScheduleSpeculative(t);
        }
    }

    private static void ApplyOne(CommandContext context, Command command)
    {
        switch (command.CommandType)
        {
            case CommandType.ScheduleActivityTask:
                ActivityCommands.Schedule(context, command);
                break;
            case CommandType.RequestCancelActivityTask:
                ActivityCommands.RequestCancel(context, command);
                break;
            case CommandType.StartTimer:
                TimerCommands.Start(context, command);
                break;
            case CommandType.CancelTimer:
                TimerCommands.Cancel(context, command);
                break;
            case CommandType.StartChildWorkflowExecution:
                ChildCommands.Start(context, command);
                break;
            case CommandType.SignalExternalWorkflowExecution:
                ExternalCommands.Signal(context, command);
                break;
            case CommandType.RequestCancelExternalWorkflowExecution:
                ExternalCommands.RequestCancel(context, command);
                break;
            case CommandType.RecordMarker:
                RecordCommands.Marker(context, command);
                break;
            case CommandType.UpsertWorkflowSearchAttributes:
                RecordCommands.SearchAttributes(context, command);
                break;
            case CommandType.ModifyWorkflowProperties:
                RecordCommands.Memo(context, command);
                break;
            case CommandType.ProtocolMessage:
                MessageCommands.Place(context, command);
                break;
            case CommandType.ScheduleNexusOperation:
                NexusCommands.Schedule(context, command);
                break;
            case CommandType.RequestCancelNexusOperation:
                NexusCommands.RequestCancel(context, command);
                break;
            default:
                Close(context, command);
                break;
        }
    }

    private static void Close(CommandContext context, Command command)
    {
        if (context.BufferedBefore > 0)
        {
            throw CommandFailure.Unhandled();
        }

        // Messages that no command placed belong before the end of the run.
        MessageCommands.ApplyRest(context);
        switch (command.CommandType)
        {
            case CommandType.CompleteWorkflowExecution:
                CloseCommands.Complete(context, command);
                break;
            case CommandType.FailWorkflowExecution:
                CloseCommands.Fail(context, command);
                break;
            case CommandType.CancelWorkflowExecution:
                CloseCommands.Cancel(context, command);
                break;
            default:
                CloseCommands.ContinueAsNew(context, command);
                break;
        }
    }

    /// <summary>An update that the worker got and said nothing about is not supported by it.</summary>
    private static void RejectUnanswered(Transition t, bool isHeartbeat)
    {
        if (isHeartbeat)
        {
            return;
        }

        foreach (var update in t.Run.Updates.All.Where(u => u.Status == UpdateStatus.Sent).ToArray())
        {
            UpdateMachine.Reject(t, update, UpdateMachine.UnprocessedFailure());
        }
    }
}
