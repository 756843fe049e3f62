using Temporal.DevServer.History;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>How pending activities are described.</summary>
internal static class PendingActivities
{
    /// <summary>The description of an activity.</summary>
    public static PendingActivityInfo Describe(ActivityInfo activity)
    {
        var backoff = IsBackoff(activity);
        var info = new PendingActivityInfo
        {
            ActivityId = activity.ActivityId,
            ActivityType = new() { Name = activity.ActivityType },
            State = StateOf(activity.Status),
            HeartbeatDetails = activity.HeartbeatDetails,
            LastHeartbeatTime = activity.HeartbeatTime,
            LastStartedTime = activity.StartedTime,
            Attempt = activity.Attempt,
            MaximumAttempts = activity.RetryPolicy.MaximumAttempts,
            ScheduledTime = activity.AttemptScheduledTime,
            ExpirationTime = activity.ScheduleToClose.IsPositive()
                ? activity.ScheduledTime.Plus(activity.ScheduleToClose.ToSpan())
                : null,
            LastFailure = activity.LastFailure,
            LastWorkerIdentity = activity.LastIdentity,
            CurrentRetryInterval = RetryIntervalOf(activity, backoff),
            LastAttemptCompleteTime = activity.AttemptCompletedTime,
            NextAttemptScheduleTime = backoff ? activity.AttemptScheduledTime : null,
            Paused = activity.Status is ActivityStatus.Paused or ActivityStatus.PauseRequested,
            Priority = activity.Priority,
            ActivityOptions = new()
            {
                TaskQueue = new() { Name = activity.TaskQueue, NormalName = activity.TaskQueue },
                ScheduleToCloseTimeout = activity.ScheduleToClose,
                ScheduleToStartTimeout = activity.ScheduleToStart,
                StartToCloseTimeout = activity.StartToClose,
                HeartbeatTimeout = activity.Heartbeat,
                RetryPolicy = activity.RetryPolicy,
                Priority = activity.Priority,
            },
        };
        if (info.Paused)
        {
            info.PauseInfo = new()
            {
                PauseTime = activity.PauseTime,
                Manual = new() { Identity = activity.PauseIdentity, Reason = activity.PauseReason },
            };
        }

        return info;
    }

    /// <summary>How long it waits, or the wait that would follow if the attempt on its way failed.</summary>
    private static Duration? RetryIntervalOf(ActivityInfo activity, bool backoff)
    {
        if (backoff)
        {
            return activity.RetryInterval;
        }

        return activity.Status is ActivityStatus.Scheduled or ActivityStatus.Paused
            ? RetryRules.Uncapped(activity.RetryPolicy, activity.Attempt).ToDuration()
            : null;
    }

    /// <summary>A pause hides the backoff that it interrupted, not when that would have ended.</summary>
    private static bool IsBackoff(ActivityInfo activity) => activity.Status == ActivityStatus.Backoff
        || (activity.Status == ActivityStatus.Paused
            && activity.AttemptCompletedTime is { } completed && activity.AttemptScheduledTime > completed);

    private static PendingActivityState StateOf(ActivityStatus status) => status switch
    {
        ActivityStatus.Started => PendingActivityState.Started,
        ActivityStatus.CancelRequested => PendingActivityState.CancelRequested,
        ActivityStatus.Paused => PendingActivityState.Paused,
        ActivityStatus.PauseRequested => PendingActivityState.PauseRequested,
        _ => PendingActivityState.Scheduled,
    };
}
