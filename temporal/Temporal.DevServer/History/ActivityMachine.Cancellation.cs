using Google.Protobuf;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>How an activity is cancelled.</summary>
internal static partial class ActivityMachine
{
    /// <summary>The worker confirms a cancellation that the workflow asked for.</summary>
    public static void Cancel(Transition t, ActivityInfo activity, Payloads? details, string identity)
    {
        Move(t, activity, ActivityTrigger.Cancel);
        var startedId = WriteStarted(t, activity);
        Close(t, activity, CanceledEvent(activity, details, startedId, identity));
    }

    /// <summary>
    /// The workflow asks to cancel: done at once when nobody works on it, else the worker learns by heartbeat.
    /// </summary>
    public static void RequestCancel(
        Transition t, ActivityInfo activity, long completedId, string identity, Payloads? details = null)
    {
        var requested = t.History.Append(CancelRequestedEvent(activity.ScheduledId, completedId));
        activity.CancelRequestedId = requested.EventId;
        Move(t, activity, ActivityTrigger.RequestCancel);
        if (activity.Status == ActivityStatus.Canceled)
        {
            Close(t, activity, CanceledEvent(activity, details ?? NotStartedDetails(), 0, identity));
        }
    }

    /// <summary>The event that records a request to cancel.</summary>
    public static HistoryEvent CancelRequestedEvent(long scheduledId, long completedId) => new()
    {
        EventType = EventType.ActivityTaskCancelRequested,
        ActivityTaskCancelRequestedEventAttributes = new()
        {
            ScheduledEventId = scheduledId,
            WorkflowTaskCompletedEventId = completedId,
        },
    };

    private static HistoryEvent CanceledEvent(
        ActivityInfo activity, Payloads? details, long startedId, string identity) => new()
    {
        EventType = EventType.ActivityTaskCanceled,
        ActivityTaskCanceledEventAttributes = new()
        {
            Details = details,
            LatestCancelRequestedEventId = activity.CancelRequestedId,
            ScheduledEventId = activity.ScheduledId,
            StartedEventId = startedId,
            Identity = identity,
        },
    };

    private static Payloads NotStartedDetails() => JsonPayloads.OfText("ACTIVITY_ID_NOT_STARTED");
}
