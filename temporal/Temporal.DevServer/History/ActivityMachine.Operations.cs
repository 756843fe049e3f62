using Temporal.DevServer.State;
using Temporalio.Api.Activity.V1;

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

        Release(t, activity);
        if (resetAttempts)
        {
            activity.Attempt = 1;
        }

        if (resetHeartbeat)
        {
            ForgetHeartbeat(activity);
        }

        DispatchIfScheduled(t, activity);
    }

    /// <summary>
    /// Starts counting attempts anew. The token of a running later attempt is void from now on; what a running attempt
    /// reported is forgotten, if that is wanted, when it has failed.
    /// </summary>
    public static void Reset(Transition t, ActivityInfo activity, bool resetHeartbeat, bool keepPaused)
    {
        activity.Attempt = 1;
        activity.ResetRequested = true;
        activity.ResetHeartbeat |= resetHeartbeat;
        if (activity.Status == ActivityStatus.Backoff)
        {
            Move(t, activity, ActivityTrigger.Elapse);
        }
        else if (activity.Status == ActivityStatus.Paused && !keepPaused)
        {
            Release(t, activity);
        }

        DispatchIfScheduled(t, activity);
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
            // A real server counts one attempt too many here.
            var delay = RetryRules.DelayAfter(activity.RetryPolicy, activity.Attempt);
            activity.RetryInterval = delay.ToDuration();
            activity.AttemptScheduledTime = activity.AttemptCompletedTime.Plus(delay);
            activity.LastFailure = null;
            ApplyReset(activity);
        }
    }

    private static void Release(Transition t, ActivityInfo activity)
    {
        Move(t, activity, ActivityTrigger.Unpause);
        activity.PauseTime = null;
        PauseMarks.Refresh(t);
    }

    /// <summary>A reset of a running attempt is over with that attempt.</summary>
    private static void ApplyReset(ActivityInfo activity)
    {
        if (activity.ResetHeartbeat)
        {
            ForgetHeartbeat(activity);
        }

        activity.ResetRequested = false;
        activity.ResetHeartbeat = false;
    }

    private static void ForgetHeartbeat(ActivityInfo activity)
    {
        activity.HeartbeatDetails = null;
        activity.HeartbeatTime = null;
    }

    /// <summary>Offers an attempt that nobody works on anew: it is due now, and forgets why the one before failed.</summary>
    private static void DispatchIfScheduled(Transition t, ActivityInfo activity)
    {
        if (activity.Status == ActivityStatus.Scheduled)
        {
            ApplyReset(activity);
            activity.Stamp++;
            activity.LastFailure = null;
            activity.AttemptScheduledTime = t.Stamp;
            t.Effects.Activities.Add(activity.ScheduledId);
        }
    }
}
