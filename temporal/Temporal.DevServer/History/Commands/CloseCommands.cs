using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.TaskQueue.V1;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporal.DevServer.History.Commands;

/// <summary>The commands that close a run: complete, fail, cancel, continue as new.</summary>
internal static class CloseCommands
{
    /// <summary>The workflow returned.</summary>
    public static void Complete(CommandContext context, Command command)
    {
        var given = CommandContext.RequireSet(Cause.BadCompleteWorkflowExecutionAttributes, "CompleteWorkflowExecution",
            command.CompleteWorkflowExecutionCommandAttributes);

        // A real server reports this fault under the cause of activities.
        CommandContext.RequireSize(Cause.BadScheduleActivityAttributes,
            "CompleteWorkflowExecutionCommandAttributes.Result", given.Result);
        var t = context.Transition;
        RunContinuation.AfterCompletion(t, given.Result);
        Close(context, RunTrigger.Complete, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionCompleted,
            UserMetadata = command.UserMetadata,
            WorkflowExecutionCompletedEventAttributes = new()
            {
                Result = given.Result,
                WorkflowTaskCompletedEventId = context.CompletedId,
                NewExecutionRunId = t.State.NewRunId,
            },
        });
    }

    /// <summary>The workflow failed.</summary>
    public static void Fail(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadFailWorkflowExecutionAttributes;
        var given = CommandContext.RequireSet(Bad, "FailWorkflowExecution", command.FailWorkflowExecutionCommandAttributes);
        if (given.Failure is null)
        {
            throw new CommandFailure(Bad, "Failure is not set on FailWorkflowExecutionCommand.");
        }

        CommandContext.RequireSize(Bad, "FailWorkflowExecutionCommandAttributes.Failure", given.Failure);
        var t = context.Transition;
        var retry = RunContinuation.AfterFailure(t, given.Failure, chainExpired: false);
        Close(context, RunTrigger.Fail, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionFailed,
            UserMetadata = command.UserMetadata,
            WorkflowExecutionFailedEventAttributes = new()
            {
                Failure = given.Failure,
                RetryState = retry,
                WorkflowTaskCompletedEventId = context.CompletedId,
                NewExecutionRunId = t.State.NewRunId,
            },
        });
    }

    /// <summary>The workflow ended as cancelled.</summary>
    public static void Cancel(CommandContext context, Command command)
    {
        var given = CommandContext.RequireSet(Cause.BadCancelWorkflowExecutionAttributes, "CancelWorkflowExecution",
            command.CancelWorkflowExecutionCommandAttributes);
        CommandContext.RequireSize(
            Cause.BadCancelWorkflowExecutionAttributes, "CancelWorkflowExecutionCommandAttributes.Details", given.Details);
        Close(context, RunTrigger.Cancel, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionCanceled,
            UserMetadata = command.UserMetadata,
            WorkflowExecutionCanceledEventAttributes = new()
            {
                Details = given.Details,
                WorkflowTaskCompletedEventId = context.CompletedId,
            },
        });
    }

    /// <summary>The workflow asks for a fresh run.</summary>
    public static void ContinueAsNew(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadContinueAsNewAttributes;
        var given = CommandContext.RequireSet(
            Bad, "ContinueAsNewWorkflowExecution", command.ContinueAsNewWorkflowExecutionCommandAttributes);
        var t = context.Transition;
        var complete = Complete(given, context);
        Check(given, complete);
        CommandContext.RequireSize(Bad, "ContinueAsNewWorkflowExecutionCommandAttributes. Input", given.Input);
        CommandContext.RequireSize(Bad, "ContinueAsNewWorkflowExecutionCommandAttributes. Memo", given.Memo);
        RunContinuation.ContinueAsNew(t, complete);
        Close(context, RunTrigger.ContinueAsNew, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionContinuedAsNew,
            UserMetadata = command.UserMetadata,
            WorkflowExecutionContinuedAsNewEventAttributes = new()
            {
                NewExecutionRunId = t.State.NewRunId,
                WorkflowType = complete.WorkflowType,
                TaskQueue = complete.TaskQueue,
                Input = complete.Input,
                WorkflowRunTimeout = complete.WorkflowRunTimeout,
                WorkflowTaskTimeout = complete.WorkflowTaskTimeout,
                WorkflowTaskCompletedEventId = context.CompletedId,
                BackoffStartInterval = complete.BackoffStartInterval,
                Initiator = complete.Initiator,
                Failure = complete.Failure,
                LastCompletionResult = complete.LastCompletionResult,
                Header = complete.Header,
                Memo = complete.Memo,
                SearchAttributes = complete.SearchAttributes,
                InheritBuildId = complete.InheritBuildId,
                InitialVersioningBehavior = complete.InitialVersioningBehavior,
            },
        });
    }

    private static void Check(
        ContinueAsNewWorkflowExecutionCommandAttributes given, ContinueAsNewWorkflowExecutionCommandAttributes complete)
    {
        const Cause Bad = Cause.BadContinueAsNewAttributes;
        const string OnCommand = "on ContinueAsNewWorkflowExecutionCommand";
        var type = $"WorkflowType={complete.WorkflowType.Name}";
        CommandContext.RequireLength(
            Bad, $"WorkflowType {OnCommand} exceeds length limit. {type}", complete.WorkflowType.Name);
        Refuse("error validating ContinueAsNewWorkflowExecutionCommand TaskQueue", QueueNames.Fault(complete.TaskQueue));
        Refuse($"Invalid WorkflowRunTimeout {OnCommand}", given.WorkflowRunTimeout.Fault());
        Refuse($"Invalid WorkflowTaskTimeout {OnCommand}", given.WorkflowTaskTimeout.Fault());
        Refuse($"Invalid BackoffStartInterval {OnCommand}", given.BackoffStartInterval.Fault());
        Refuse($"invalid WorkflowRetryPolicy {OnCommand}", RetryRules.Validate(complete.RetryPolicy));

        void Refuse(string what, string? fault)
        {
            if (fault is not null)
            {
                throw new CommandFailure(
                    Bad, $"{what}: {fault}. {type} TaskQueue={QueueNames.Show(complete.TaskQueue)}");
            }
        }
    }

    /// <summary>
    /// Type, queue and timeouts that the command leaves open are those of the run; nothing else is inherited.
    /// </summary>
    private static ContinueAsNewWorkflowExecutionCommandAttributes Complete(
        ContinueAsNewWorkflowExecutionCommandAttributes given, CommandContext context)
    {
        var state = context.Transition.State;
        var result = given.Clone();
        if (string.IsNullOrEmpty(result.WorkflowType?.Name))
        {
            result.WorkflowType = new() { Name = state.WorkflowType };
        }

        result.TaskQueue = new TaskQueue
        {
            Name = string.IsNullOrEmpty(given.TaskQueue?.Name) ? state.TaskQueue : given.TaskQueue.Name,
            Kind = TaskQueueKind.Normal,
        };
        if (!result.WorkflowRunTimeout.IsPositive())
        {
            result.WorkflowRunTimeout = state.RunTimeout ?? new();
        }

        if (!result.WorkflowTaskTimeout.IsPositive())
        {
            result.WorkflowTaskTimeout = state.TaskTimeout;
        }

        result.SearchAttributes = CommandContext.Attributes(
            context.Transition.Run.Namespace, given.SearchAttributes, dropRemoved: true, Cause.BadContinueAsNewAttributes,
            fault => $"invalid SearchAttributes on ContinueAsNewWorkflowExecutionCommand: {fault}. "
                + $"WorkflowType={result.WorkflowType.Name} TaskQueue={QueueNames.Show(result.TaskQueue)}");
        return result;
    }

    private static void Close(CommandContext context, RunTrigger trigger, HistoryEvent item)
    {
        // Events that this completion itself caused tell the workflow nothing any more.
        context.Transition.History.DropOwnBuffered(context.BufferedBefore);
        RunMachine.Close(context.Transition, trigger, item);
    }
}
