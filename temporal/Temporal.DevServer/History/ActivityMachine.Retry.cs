using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>How an activity fails, times out and is tried again.</summary>
internal static partial class ActivityMachine
{
    private const string NoTimeForRetry =
        "Not enough time to schedule next retry before activity ScheduleToClose timeout, giving up retrying";

    /// <summary>The worker reports a failure: another attempt, or the end. True when it will be tried again.</summary>
    public static bool Fail(Transition t, ActivityInfo activity, Failure? failure, string identity)
    {
        var retry = TryRetry(t, activity, failure);
        if (retry == RetryState.InProgress)
        {
            return true;
        }

        Move(t, activity, ActivityTrigger.Fail);
        var startedId = WriteStarted(t, activity);
        Close(t, activity, new HistoryEvent
        {
            EventType = EventType.ActivityTaskFailed,
            ActivityTaskFailedEventAttributes = new()
            {
                Failure = failure,
                ScheduledEventId = activity.ScheduledId,
                StartedEventId = startedId,
                Identity = identity,
                RetryState = retry,
            },
        });
        return false;
    }

    /// <summary>When the earliest timeout or the end of the backoff is due; null when it waits for nothing.</summary>
    public static DateTimeOffset? NextDue(ActivityInfo activity)
    {
        var due = NextTimeout(activity)?.Due;
        return activity.Status == ActivityStatus.Backoff
            ? Times.Earlier(due, activity.AttemptScheduledTime.ToDateTimeOffset())
            : due;
    }

    /// <summary>Does what is due: times the activity out, or ends its backoff.</summary>
    public static void FireDue(Transition t, ActivityInfo activity)
    {
        if (NextTimeout(activity) is { } timeout && timeout.Due <= t.Now)
        {
            TimeOut(t, activity, timeout.Type);
        }
        else if (activity.Status == ActivityStatus.Backoff
            && activity.AttemptScheduledTime.ToDateTimeOffset() <= t.Now)
        {
            Move(t, activity, ActivityTrigger.Elapse);
            activity.StartedTime = null;
            t.Effects.Activities.Add(activity.ScheduledId);
        }
    }

    /// <summary>
    /// Decides whether a failed attempt is followed by another and, if so, enters the backoff. The delay counts from
    /// now.
    /// </summary>
    private static RetryState TryRetry(Transition t, ActivityInfo activity, Failure? failure)
    {
        if (activity.CancelRequestedId != 0)
        {
            return RetryState.CancelRequested;
        }

        var (state, delay) = RetryRules.NextAttempt(
            activity.RetryPolicy, activity.Attempt, failure, t.Now, ExpiresAt(activity));

        // One that is to be paused waits for its release, even after its last attempt or without time for another.
        var isHeld = activity.Status == ActivityStatus.PauseRequested && state != RetryState.NonRetryableFailure;
        if (state != RetryState.InProgress && !isHeld)
        {
            return state;
        }

        Move(t, activity, ActivityTrigger.Retry);
        activity.Attempt++;
        activity.LastFailure = FailureLimit.Kept(failure);
        activity.AttemptCompletedTime = t.Stamp;
        activity.StartedTime = null;
        activity.RequestId = "";
        if (!isHeld)
        {
            activity.RetryInterval = delay.ToDuration();
            activity.AttemptScheduledTime = t.Now.Plus(delay).ToStamp();
            ApplyReset(activity);
        }

        return RetryState.InProgress;
    }

    private static void TimeOut(Transition t, ActivityInfo activity, TimeoutType type)
    {
        var wasStarted = IsStarted(activity);
        var message = $"activity {type} timeout";
        var retry = RetryAfter(t, activity, type, message);
        if (retry == RetryState.InProgress)
        {
            return;
        }

        var failure = retry == RetryState.Timeout && type != TimeoutType.ScheduleToStart
            ? TimeoutFailure(activity, TimeoutType.ScheduleToClose, NoTimeForRetry)
            : TimeoutFailure(activity, type, message);
        Move(t, activity, ActivityTrigger.TimeOut);
        var startedId = wasStarted ? WriteStarted(t, activity) : 0;
        Close(t, activity, new HistoryEvent
        {
            EventType = EventType.ActivityTaskTimedOut,
            ActivityTaskTimedOutEventAttributes = new()
            {
                Failure = failure,
                ScheduledEventId = activity.ScheduledId,
                StartedEventId = startedId,
                RetryState = retry,
            },
        });
    }

    /// <summary>Only an attempt can be tried again; whoever asked for the end of the activity wants no other.</summary>
    private static RetryState RetryAfter(Transition t, ActivityInfo activity, TimeoutType type, string message) =>
        type is TimeoutType.StartToClose or TimeoutType.Heartbeat ? TryRetry(t, activity, AttemptFailure(type, message))
        : activity.CancelRequestedId != 0 ? RetryState.CancelRequested
        : RetryState.Timeout;

    private static Failure TimeoutFailure(ActivityInfo activity, TimeoutType type, string message) => new()
    {
        Message = message,
        Source = "Server",
        Cause = activity.LastFailure,
        TimeoutFailureInfo = new() { TimeoutType = type, LastHeartbeatDetails = activity.HeartbeatDetails },
    };

    /// <summary>
    /// What Describe and the next attempt see of a timed out attempt; its details travel on their own.
    /// </summary>
    private static Failure AttemptFailure(TimeoutType type, string message) => new()
    {
        Message = message,
        Source = "Server",
        TimeoutFailureInfo = new() { TimeoutType = type },
    };

    private static DateTimeOffset? ExpiresAt(ActivityInfo activity) => activity.ScheduleToClose.IsPositive()
        ? activity.ScheduledTime.ToDateTimeOffset().Plus(activity.ScheduleToClose.ToSpan())
        : null;

    /// <summary>The latest heartbeat of this attempt, or its start: the one on record may be of an earlier attempt.</summary>
    private static DateTimeOffset LastSign(ActivityInfo activity, DateTimeOffset started) =>
        activity.HeartbeatTime?.ToDateTimeOffset() is { } heartbeat && heartbeat > started ? heartbeat : started;

    /// <summary>The timeout that ends the activity (or its attempt) first; of two at once, the narrower one.</summary>
    private static (TimeoutType Type, DateTimeOffset Due)? NextTimeout(ActivityInfo activity)
    {
        (TimeoutType Type, DateTimeOffset Due)? next = null;
        if (activity.Status == ActivityStatus.Scheduled && activity.ScheduleToStart.IsPositive())
        {
            Consider(TimeoutType.ScheduleToStart, activity.AttemptScheduledTime.ToDateTimeOffset(),
                activity.ScheduleToStart.ToSpan());
        }

        if (IsStarted(activity))
        {
            var started = activity.StartedTime.ToDateTimeOffset();
            if (activity.StartToClose.IsPositive())
            {
                Consider(TimeoutType.StartToClose, started, activity.StartToClose.ToSpan());
            }

            if (activity.Heartbeat.IsPositive())
            {
                Consider(TimeoutType.Heartbeat, LastSign(activity, started), activity.Heartbeat.ToSpan());
            }
        }

        if (activity.ScheduleToClose.IsPositive())
        {
            Consider(TimeoutType.ScheduleToClose, activity.ScheduledTime.ToDateTimeOffset(),
                activity.ScheduleToClose.ToSpan());
        }

        return next;

        void Consider(TimeoutType type, DateTimeOffset from, TimeSpan timeout)
        {
            var due = from.Plus(timeout);
            if (next is null || due < next.Value.Due)
            {
                next = (type, due);
            }
        }
    }
}
