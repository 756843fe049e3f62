using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporal.DevServer.History.Commands;

/// <summary>ScheduleActivityTask and RequestCancelActivityTask.</summary>
internal static class ActivityCommands
{
    /// <summary>Schedules an activity.</summary>
    public static void Schedule(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadScheduleActivityAttributes;
        var given = CommandContext.RequireSet(
            Bad, "ScheduleActivityTask", command.ScheduleActivityTaskCommandAttributes);
        Validate(given);
        CommandContext.RequireSize(Bad, "ScheduleActivityTaskCommandAttributes.Input", given.Input);
        var state = context.Transition.State;
        if (state.Activities.Count >= Limits.PendingActivitiesMax)
        {
            throw new CommandFailure(Cause.PendingActivitiesLimitExceeded,
                $"the number of pending activities, {state.Activities.Count}, has reached the per-workflow limit of "
                + $"{Limits.PendingActivitiesMax}");
        }

        if (ActivityMachine.FindById(state, given.ActivityId) is not null)
        {
            throw new CommandFailure(Cause.ScheduleActivityDuplicateId, "invalid history builder state for action: "
                + $"add-activitytask-scheduled-event, ActivityID: {given.ActivityId}");
        }

        var complete = Complete(given, state.RunTimeout);
        ActivityMachine.Schedule(context.Transition, complete, command.UserMetadata, context.CompletedId);
    }

    /// <summary>Asks to cancel an activity.</summary>
    public static void RequestCancel(CommandContext context, Command command)
    {
        const Cause Bad = Cause.BadRequestCancelActivityAttributes;
        var given = CommandContext.RequireSet(
            Bad, "RequestCancelActivityTask", command.RequestCancelActivityTaskCommandAttributes);
        if (given.ScheduledEventId <= 0)
        {
            throw new CommandFailure(Bad, "ScheduledEventId is not set on RequestCancelActivityTaskCommand.");
        }

        var (t, id) = (context.Transition, given.ScheduledEventId);
        if (t.State.Activities.TryGetValue(id, out var activity) && activity.CancelRequestedId == 0)
        {
            ActivityMachine.RequestCancel(t, activity, context.CompletedId, context.Request.Identity);
        }
        else if (activity is null && t.State.Buffer.Any(e => ClosedActivity(e) == id))
        {
            // It closed while the worker was deciding: the request is recorded, the closing event follows.
            t.History.Append(ActivityMachine.CancelRequestedEvent(id, context.CompletedId));
        }
        else
        {
            throw new CommandFailure(Bad, "invalid history builder state for action: "
                + $"add-activitytask-cancel-requested-event, ScheduledEventID: {id}");
        }
    }

    private static long ClosedActivity(HistoryEvent item) => item.AttributesCase switch
    {
        HistoryEvent.AttributesOneofCase.ActivityTaskCompletedEventAttributes =>
            item.ActivityTaskCompletedEventAttributes.ScheduledEventId,
        HistoryEvent.AttributesOneofCase.ActivityTaskFailedEventAttributes =>
            item.ActivityTaskFailedEventAttributes.ScheduledEventId,
        HistoryEvent.AttributesOneofCase.ActivityTaskTimedOutEventAttributes =>
            item.ActivityTaskTimedOutEventAttributes.ScheduledEventId,
        HistoryEvent.AttributesOneofCase.ActivityTaskCanceledEventAttributes =>
            item.ActivityTaskCanceledEventAttributes.ScheduledEventId,
        _ => 0,
    };

    private static void Validate(ScheduleActivityTaskCommandAttributes given)
    {
        const Cause Bad = Cause.BadScheduleActivityAttributes;
        CommandContext.Refuse(Bad, QueueNames.Fault(given.TaskQueue));
        if (given.ActivityId.Length == 0)
        {
            throw new CommandFailure(Bad, "activityId is not set");
        }

        if (string.IsNullOrEmpty(given.ActivityType?.Name))
        {
            throw new CommandFailure(Bad, "activityType is not set");
        }

        CommandContext.Refuse(Bad, RetryRules.Validate(given.RetryPolicy));
        CommandContext.RequireLength(Bad, "activityId exceeds length limit.", given.ActivityId);
        CommandContext.RequireLength(Bad, "activityType exceeds length limit.", given.ActivityType.Name);
        if (PriorityRules.Fault(given.Priority) is { } priority)
        {
            throw new CommandFailure(Bad, $"invalid priorities: {priority}");
        }

        CommandContext.Refuse(Bad, TimeoutsOf(given).Fault(given.ActivityId, given.ActivityType.Name));
    }

    private static ActivityTimeouts TimeoutsOf(ScheduleActivityTaskCommandAttributes given) => new(
        given.ScheduleToCloseTimeout, given.ScheduleToStartTimeout, given.StartToCloseTimeout, given.HeartbeatTimeout);

    private static ScheduleActivityTaskCommandAttributes Complete(
        ScheduleActivityTaskCommandAttributes given, Duration? runTimeout)
    {
        var timeouts = ActivityTimeouts.Complete(TimeoutsOf(given), runTimeout.ToSpan());
        var result = given.Clone();
        result.ScheduleToCloseTimeout = timeouts.ScheduleToClose;
        result.ScheduleToStartTimeout = timeouts.ScheduleToStart;
        result.StartToCloseTimeout = timeouts.StartToClose;
        result.HeartbeatTimeout = timeouts.Heartbeat;
        result.RetryPolicy = RetryRules.Complete(given.RetryPolicy);
        return result;
    }
}
