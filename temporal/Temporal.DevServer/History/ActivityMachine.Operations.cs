using Temporal.DevServer.State;
using Temporalio.Api.Activity.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.History;

/// <summary>What operators do to pending activities; none of it leaves an event.</summary>
internal static partial class ActivityMachine
{
    /// <summary>Holds an activity back: before its next attempt, or at once when nobody works on it.</summary>
    public static void Pause(Transition t, ActivityInfo activity, string identity, string reason)
    {
        if (!Table.Allows(activity.Status, ActivityTrigger.Pause))
        {
            return;
        }

        Move(t, activity, ActivityTrigger.Pause);
        activity.PauseTime = t.Stamp;
        activity.PauseIdentity = identity;
        activity.PauseReason = reason;
        PauseMarks.Refresh(t);
    }

    /// <summary>Lets a paused activity go on; one that is not paused stays as it is.</summary>
    public static void Unpause(Transition t, ActivityInfo activity, bool resetAttempts, bool resetHeartbeat)
    {
        if (!Table.Allows(activity.Status, ActivityTrigger.Unpause))
        {
            return;
        }

        Move(t, activity, ActivityTrigger.Unpause);
        activity.PauseTime = null;
        if (resetAttempts)
        {
            activity.Attempt = 1;
        }

        if (resetHeartbeat)
        {
            ForgetHeartbeat(activity);
        }

        PauseMarks.Refresh(t);
        DispatchIfScheduled(t, activity);
    }

    /// <summary>Starts counting attempts anew. The token of a running later attempt is void from now on.</summary>
    public static void Reset(Transition t, ActivityInfo activity, bool resetHeartbeat, bool keepPaused)
    {
        activity.ResetRequested = IsStarted(activity) && activity.Attempt == 1;
        activity.Attempt = 1;
        if (resetHeartbeat && !keepPaused)
        {
            ForgetHeartbeat(activity);
        }

        if (activity.Status == ActivityStatus.Backoff)
        {
            Move(t, activity, ActivityTrigger.Elapse);
            DispatchIfScheduled(t, activity);
        }
        else if (activity.Status == ActivityStatus.Paused && !keepPaused)
        {
            Unpause(t, activity, resetAttempts: true, resetHeartbeat);
        }
    }

    /// <summary>
    /// Lets an activity go on with other options. One that waits for a worker is offered anew, maybe on another queue; the
    /// end of a backoff is counted again, from the end of the attempt before it.
    /// </summary>
    public static void SetOptions(Transition t, ActivityInfo activity, ActivityOptions options)
    {
        activity.TaskQueue = options.TaskQueue.Name;
        activity.ScheduleToClose = options.ScheduleToCloseTimeout;
        activity.ScheduleToStart = options.ScheduleToStartTimeout;
        activity.StartToClose = options.StartToCloseTimeout;
        activity.Heartbeat = options.HeartbeatTimeout;
        activity.RetryPolicy = options.RetryPolicy;
        activity.Priority = options.Priority;
        if (activity.Status == ActivityStatus.Scheduled)
        {
            activity.Stamp++;
            t.Effects.Activities.Add(activity.ScheduledId);
        }
        else if (activity.Status == ActivityStatus.Backoff)
        {
            var (state, delay) = RetryRules.Next(
                activity.RetryPolicy, activity.Attempt - 1, activity.LastFailure,
                activity.AttemptCompletedTime.ToDateTimeOffset(), ExpiresAt(activity));
            if (state == RetryState.InProgress)
            {
                activity.RetryInterval = delay.ToDuration();
                activity.AttemptScheduledTime = activity.AttemptCompletedTime.Plus(delay);
            }
        }
    }

    private static void ForgetHeartbeat(ActivityInfo activity)
    {
        activity.HeartbeatDetails = null;
        activity.HeartbeatTime = null;
    }

    private static void DispatchIfScheduled(Transition t, ActivityInfo activity)
    {
        if (activity.Status == ActivityStatus.Scheduled)
        {
            activity.AttemptScheduledTime = t.Stamp;
            t.Effects.Activities.Add(activity.ScheduledId);
        }
    }
}
