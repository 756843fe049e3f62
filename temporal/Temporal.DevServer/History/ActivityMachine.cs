using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporal.DevServer.History;

/// <summary>What moves an activity.</summary>
internal enum ActivityTrigger
{
    /// <summary>The workflow asked for it.</summary>
    Schedule,

    /// <summary>A worker took it.</summary>
    Start,

    /// <summary>It returned a result.</summary>
    Complete,

    /// <summary>It failed for good.</summary>
    Fail,

    /// <summary>It failed or timed out and is tried again after a while.</summary>
    Retry,

    /// <summary>The while is over.</summary>
    Elapse,

    /// <summary>A timeout ended it.</summary>
    TimeOut,

    /// <summary>The workflow asked to cancel it.</summary>
    RequestCancel,

    /// <summary>The worker cancelled it.</summary>
    Cancel,

    /// <summary>An operator paused it.</summary>
    Pause,

    /// <summary>An operator let it go on.</summary>
    Unpause,
}

/// <summary>
/// An activity, from its Scheduled event to its one closing event. Attempts, heartbeats and retries leave no events.
/// <code>
/// None             Schedule       Scheduled
/// Scheduled        Start          Started
/// Scheduled        RequestCancel  Canceled           (nobody works on it)
/// Scheduled        TimeOut        TimedOut
/// Scheduled        Complete       Completed          (by id)
/// Scheduled        Pause          Paused
/// Started          Complete | Fail | TimeOut         Completed | Failed | TimedOut
/// Started          Retry          Backoff
/// Started          RequestCancel  CancelRequested
/// Started          Pause          PauseRequested
/// Backoff          Elapse         Scheduled
/// Backoff          RequestCancel  Canceled
/// Backoff          TimeOut        TimedOut
/// Backoff          Complete       Completed          (by id)
/// Backoff          Pause          Paused
/// CancelRequested  Complete | Fail | TimeOut | Cancel    Completed | Failed | TimedOut | Canceled
/// Paused           Unpause        Scheduled
/// Paused           RequestCancel  Canceled
/// Paused           TimeOut        TimedOut
/// Paused           Complete       Completed          (by id)
/// PauseRequested   Complete | Fail | TimeOut         Completed | Failed | TimedOut
/// PauseRequested   Retry          Paused
/// PauseRequested   RequestCancel  CancelRequested
/// PauseRequested   Unpause        Started
/// </code>
/// </summary>
internal static partial class ActivityMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<ActivityStatus, ActivityTrigger> Table = new(
        "Activity",
        (ActivityStatus.None, ActivityTrigger.Schedule, ActivityStatus.Scheduled),
        (ActivityStatus.Scheduled, ActivityTrigger.Start, ActivityStatus.Started),
        (ActivityStatus.Scheduled, ActivityTrigger.RequestCancel, ActivityStatus.Canceled),
        (ActivityStatus.Scheduled, ActivityTrigger.TimeOut, ActivityStatus.TimedOut),
        (ActivityStatus.Scheduled, ActivityTrigger.Complete, ActivityStatus.Completed),
        (ActivityStatus.Scheduled, ActivityTrigger.Pause, ActivityStatus.Paused),
        (ActivityStatus.Started, ActivityTrigger.Complete, ActivityStatus.Completed),
        (ActivityStatus.Started, ActivityTrigger.Fail, ActivityStatus.Failed),
        (ActivityStatus.Started, ActivityTrigger.TimeOut, ActivityStatus.TimedOut),
        (ActivityStatus.Started, ActivityTrigger.Retry, ActivityStatus.Backoff),
        (ActivityStatus.Started, ActivityTrigger.RequestCancel, ActivityStatus.CancelRequested),
        (ActivityStatus.Started, ActivityTrigger.Pause, ActivityStatus.PauseRequested),
        (ActivityStatus.Backoff, ActivityTrigger.Elapse, ActivityStatus.Scheduled),
        (ActivityStatus.Backoff, ActivityTrigger.RequestCancel, ActivityStatus.Canceled),
        (ActivityStatus.Backoff, ActivityTrigger.TimeOut, ActivityStatus.TimedOut),
        (ActivityStatus.Backoff, ActivityTrigger.Complete, ActivityStatus.Completed),
        (ActivityStatus.Backoff, ActivityTrigger.Pause, ActivityStatus.Paused),
        (ActivityStatus.CancelRequested, ActivityTrigger.Complete, ActivityStatus.Completed),
        (ActivityStatus.CancelRequested, ActivityTrigger.Fail, ActivityStatus.Failed),
        (ActivityStatus.CancelRequested, ActivityTrigger.TimeOut, ActivityStatus.TimedOut),
        (ActivityStatus.CancelRequested, ActivityTrigger.Cancel, ActivityStatus.Canceled),
        (ActivityStatus.Paused, ActivityTrigger.Unpause, ActivityStatus.Scheduled),
        (ActivityStatus.Paused, ActivityTrigger.RequestCancel, ActivityStatus.Canceled),
        (ActivityStatus.Paused, ActivityTrigger.TimeOut, ActivityStatus.TimedOut),
        (ActivityStatus.Paused, ActivityTrigger.Complete, ActivityStatus.Completed),
        (ActivityStatus.PauseRequested, ActivityTrigger.Complete, ActivityStatus.Completed),
        (ActivityStatus.PauseRequested, ActivityTrigger.Fail, ActivityStatus.Failed),
        (ActivityStatus.PauseRequested, ActivityTrigger.TimeOut, ActivityStatus.TimedOut),
        (ActivityStatus.PauseRequested, ActivityTrigger.Retry, ActivityStatus.Paused),
        (ActivityStatus.PauseRequested, ActivityTrigger.RequestCancel, ActivityStatus.CancelRequested),
        (ActivityStatus.PauseRequested, ActivityTrigger.Unpause, ActivityStatus.Started));

    /// <summary>True while a worker works on it.</summary>
    public static bool IsStarted(ActivityInfo activity) => activity.Status is
        ActivityStatus.Started or ActivityStatus.CancelRequested or ActivityStatus.PauseRequested;

    /// <summary>The pending activity with a user's id, or null.</summary>
    public static ActivityInfo? FindById(RunState state, string activityId)
    {
        foreach (var activity in state.Activities.Values)
        {
            if (activity.ActivityId == activityId)
            {
                return activity;
            }
        }

        return null;
    }

    /// <summary>The workflow schedules an activity. Timeouts and retry policy are already complete.</summary>
    public static ActivityInfo Schedule(
        Transition t, ScheduleActivityTaskCommandAttributes command, UserMetadata? metadata, long completedId)
    {
        var item = t.History.Append(new HistoryEvent
        {
            EventType = EventType.ActivityTaskScheduled,
            UserMetadata = metadata,
            ActivityTaskScheduledEventAttributes = new()
            {
                ActivityId = command.ActivityId,
                ActivityType = command.ActivityType,
                TaskQueue = new() { Name = command.TaskQueue.Name, Kind = TaskQueueKind.Normal },
                Header = command.Header,
                Input = command.Input,
                ScheduleToCloseTimeout = command.ScheduleToCloseTimeout,
                ScheduleToStartTimeout = command.ScheduleToStartTimeout,
                StartToCloseTimeout = command.StartToCloseTimeout,
                HeartbeatTimeout = command.HeartbeatTimeout,
                WorkflowTaskCompletedEventId = completedId,
                RetryPolicy = command.RetryPolicy,
                UseWorkflowBuildId = command.UseWorkflowBuildId,
                Priority = command.Priority,
            },
        });
        var activity = FromEvent(item);
        Move(t, activity, ActivityTrigger.Schedule);
        t.State.Activities[item.EventId] = activity;
        t.Run.Pin(item);
        t.Effects.Activities.Add(item.EventId);
        return activity;
    }

    /// <summary>The state of an activity as its Scheduled event describes it.</summary>
    public static ActivityInfo FromEvent(HistoryEvent item)
    {
        var scheduled = item.ActivityTaskScheduledEventAttributes;
        return new ActivityInfo
        {
            ScheduledId = item.EventId,
            ActivityId = scheduled.ActivityId,
            ActivityType = scheduled.ActivityType.Name,
            TaskQueue = scheduled.TaskQueue.Name,
            Attempt = 1,
            ScheduleToClose = scheduled.ScheduleToCloseTimeout,
            ScheduleToStart = scheduled.ScheduleToStartTimeout,
            StartToClose = scheduled.StartToCloseTimeout,
            Heartbeat = scheduled.HeartbeatTimeout,
            RetryPolicy = scheduled.RetryPolicy,
            ScheduledTime = item.EventTime,
            AttemptScheduledTime = item.EventTime,
            Priority = scheduled.Priority,
        };
    }

    /// <summary>A worker takes the current attempt.</summary>
    public static void Start(Transition t, ActivityInfo activity, string identity, string requestId)
    {
        Move(t, activity, ActivityTrigger.Start);
        activity.StartedTime = t.Stamp;
        activity.Identity = identity;
        activity.LastIdentity = identity;
        activity.RequestId = requestId;
    }

    /// <summary>The worker reports progress.</summary>
    public static void Heartbeat(Transition t, ActivityInfo activity, Payloads? details, string identity)
    {
        Invariant.Require(IsStarted(activity));
        activity.HeartbeatDetails = details;
        activity.HeartbeatTime = t.Stamp;
        if (identity.Length > 0)
        {
            activity.LastIdentity = identity;
        }
    }

    /// <summary>The worker (or somebody who knows the id) reports the result.</summary>
    public static void Complete(Transition t, ActivityInfo activity, Payloads? result, string identity)
    {
        if (!IsStarted(activity))
        {
            // Completed by id before any worker took it: the history needs a start all the same.
            activity.StartedTime = t.Stamp;
            activity.Identity = identity;
            activity.RequestId = "";
        }

        Move(t, activity, ActivityTrigger.Complete);
        var startedId = WriteStarted(t, activity);
        Close(t, activity, new HistoryEvent
        {
            EventType = EventType.ActivityTaskCompleted,
            ActivityTaskCompletedEventAttributes = new()
            {
                Result = result,
                ScheduledEventId = activity.ScheduledId,
                StartedEventId = startedId,
                Identity = identity,
            },
        });
    }

    private static void Move(Transition t, ActivityInfo activity, ActivityTrigger trigger)
    {
        activity.Status = Table.Next(activity.Status, trigger, $"{activity.ActivityId} of run {t.Run.Key.RunId}");

        // Tasks and tokens given out before are void; a token stays good while its attempt runs.
        if (!IsStarted(activity))
        {
            activity.Stamp++;
        }
    }

    /// <summary>
    /// Writes the Started event of the last attempt just before the closing one, with the time at which it started.
    /// </summary>
    private static long WriteStarted(Transition t, ActivityInfo activity)
    {
        var item = new HistoryEvent
        {
            EventType = EventType.ActivityTaskStarted,
            EventTime = activity.StartedTime,
            ActivityTaskStartedEventAttributes = new()
            {
                ScheduledEventId = activity.ScheduledId,
                Identity = activity.Identity,
                RequestId = activity.RequestId,
                Attempt = activity.Attempt,
                LastFailure = activity.LastFailure,
                WorkerVersion = activity.BuildId.Length > 0 ? new() { BuildId = activity.BuildId } : null,
            },
        };
        return t.History.AppendOrBuffer(item) ? item.EventId : BufferedLinks.Pending;
    }

    private static void Close(Transition t, ActivityInfo activity, HistoryEvent item)
    {
        t.History.AppendOrBuffer(item);
        t.State.Activities.Remove(activity.ScheduledId);
        if (activity.PauseTime is not null)
        {
            PauseMarks.Refresh(t);
        }

        t.Run.Unpin(activity.ScheduledId);
        if (t.State.Standalone is null)
        {
            t.Wake();
        }
        else
        {
            StandaloneActivity.Close(t, activity, item);
        }
    }
}
