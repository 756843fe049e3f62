using Temporal.DevServer.Grpc;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Activity.V1;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Case = Temporalio.Api.History.V1.HistoryEvent.AttributesOneofCase;

namespace Temporal.DevServer.History;

/// <summary>
/// An activity that no workflow asked for. It is kept as a run with that one activity in it and no workflow tasks, so that
/// attempts, timeouts, heartbeats, durability and retention are those of any other activity; the run closes when the
/// activity does. Its workflow id is reserved and it is in a division of its own, so that nobody takes it for a workflow.
/// </summary>
internal static class StandaloneActivity
{
    /// <summary>Beginning of the workflow ids of such runs.</summary>
    public const string IdPrefix = "temporal-sys-activity:";

    /// <summary>The search attribute that keeps them out of lists of workflows.</summary>
    public const string DivisionName = "TemporalNamespaceDivision";

    /// <summary>Its value.</summary>
    public const string Division = "TemporalActivity";

    /// <summary>Key of the run of an activity.</summary>
    public static WorkflowKey KeyOf(string namespaceId, string activityId) => new(namespaceId, IdPrefix + activityId);

    /// <summary>True for the workflow id of such a run.</summary>
    public static bool IsReserved(string workflowId) => workflowId.StartsWith(IdPrefix, StringComparison.Ordinal);

    /// <summary>The activity id behind a workflow id.</summary>
    public static string ActivityIdOf(string workflowId) => workflowId[IdPrefix.Length..];

    /// <summary>The error for an activity that does not exist.</summary>
    public static RpcException Unknown(string activityId) => RpcErrors.NotFound($"activity not found for ID: {activityId}");

    /// <summary>Starts the run and schedules the activity. Timeouts and retry policy are already complete.</summary>
    public static void Start(Transition t, RunStart start, ScheduleActivityTaskCommandAttributes activity)
    {
        t.State.Standalone = new StandaloneInfo();
        RunMachine.Start(t, start);
        ActivityMachine.Schedule(t, activity, metadata: null, completedId: 0);
    }

    /// <summary>The activity, as it is or as it was when it ended.</summary>
    public static ActivityInfo Of(RunState state) => state.Standalone.Closed ?? state.Activities.Values.Single();

    /// <summary>The activity ended, and its run with it.</summary>
    public static void Close(Transition t, ActivityInfo activity, HistoryEvent item)
    {
        t.State.Standalone.Closed = activity;
        switch (item.AttributesCase)
        {
            case Case.ActivityTaskCompletedEventAttributes:
                RunMachine.Close(t, RunTrigger.Complete, new HistoryEvent
                {
                    EventType = EventType.WorkflowExecutionCompleted,
                    WorkflowExecutionCompletedEventAttributes = new(),
                });
                break;
            case Case.ActivityTaskFailedEventAttributes:
                RunMachine.Close(t, RunTrigger.Fail, new HistoryEvent
                {
                    EventType = EventType.WorkflowExecutionFailed,
                    WorkflowExecutionFailedEventAttributes = new(),
                });
                break;
            case Case.ActivityTaskTimedOutEventAttributes:
                RunMachine.Close(t, RunTrigger.TimeOut, new HistoryEvent
                {
                    EventType = EventType.WorkflowExecutionTimedOut,
                    WorkflowExecutionTimedOutEventAttributes = new(),
                });
                break;
            default:
                RunMachine.Close(t, RunTrigger.Cancel, new HistoryEvent
                {
                    EventType = EventType.WorkflowExecutionCanceled,
                    WorkflowExecutionCanceledEventAttributes = new(),
                });
                break;
        }
    }

    /// <summary>Somebody asks to cancel it: done at once when no worker has it, else the worker learns by heartbeat.</summary>
    public static void RequestCancel(Transition t, string reason, string identity, string requestId)
    {
        t.State.CancelRequested = true;
        t.State.CancelRequestId = requestId;
        t.State.Standalone.CancelReason = reason;
        ActivityMachine.RequestCancel(t, Of(t.State), completedId: 0, identity, JsonPayloads.OfText(reason));
    }

    /// <summary>Somebody ends it: no worker's answer counts any more.</summary>
    public static void Terminate(Transition t, string reason, string identity, string requestId)
    {
        var activity = Of(t.State);
        t.State.Standalone.Closed = activity;
        t.State.Standalone.TerminateRequestId = requestId;
        t.State.Activities.Remove(activity.ScheduledId);
        t.Run.Unpin(activity.ScheduledId);
        RunMachine.Terminate(t, reason, null, identity);
    }

    /// <summary>Id of the event that holds the outcome of a closed run: the end of the activity, or its termination.</summary>
    public static long OutcomeEventId(RunState state) =>
        state.Status == WorkflowExecutionStatus.Terminated ? state.CloseEventId : state.CloseEventId - 1;

    /// <summary>The outcome as that event tells it.</summary>
    public static ActivityExecutionOutcome Outcome(HistoryEvent item) => item.AttributesCase switch
    {
        Case.ActivityTaskCompletedEventAttributes =>
            new() { Result = item.ActivityTaskCompletedEventAttributes.Result ?? new() },
        Case.ActivityTaskFailedEventAttributes => new()
        {
            Failure = item.ActivityTaskFailedEventAttributes.Failure ?? new(),
            RetryState = item.ActivityTaskFailedEventAttributes.RetryState,
        },
        Case.ActivityTaskTimedOutEventAttributes => new()
        {
            Failure = item.ActivityTaskTimedOutEventAttributes.Failure,
            RetryState = item.ActivityTaskTimedOutEventAttributes.RetryState,
        },
        Case.ActivityTaskCanceledEventAttributes => new()
        {
            Failure = new Failure
            {
                Message = "Activity canceled",
                CanceledFailureInfo = new() { Details = item.ActivityTaskCanceledEventAttributes.Details },
            },
        },
        _ => new()
        {
            Failure = new Failure
            {
                Message = item.WorkflowExecutionTerminatedEventAttributes.Reason,
                TerminatedFailureInfo = new() { Identity = item.WorkflowExecutionTerminatedEventAttributes.Identity },
            },
        },
    };
}
