using Temporal.DevServer.State;
using Temporalio.Api.History.V1;
using Case = Temporalio.Api.History.V1.HistoryEvent.AttributesOneofCase;

namespace Temporal.DevServer.History.Reset;

/// <summary>
/// Nexus operations of a run that starts over: those of the copied history are rebuilt and called again, where they had
/// not begun; what their handlers reported later is written again.
/// </summary>
internal static class NexusReplay
{
    /// <summary>Applies an event of the copied history.</summary>
    public static void Apply(RunState state, HistoryEvent item)
    {
        switch (item.AttributesCase)
        {
            case Case.NexusOperationScheduledEventAttributes:
                var scheduled = NexusEvents.ToOperation(item);
                scheduled.Status = NexusOperationStatus.Scheduled;
                state.NexusOperations[item.EventId] = scheduled;
                break;
            case Case.NexusOperationStartedEventAttributes:
                var started = item.NexusOperationStartedEventAttributes;
                if (state.NexusOperations.TryGetValue(started.ScheduledEventId, out var operation))
                {
                    operation.Status = NexusOperationStatus.Started;
                    operation.Token = started.OperationToken;
                    operation.StartedTime = item.EventTime;
                }

                break;
            default:
                state.NexusOperations.Remove(NexusEvents.CompletedBy(item));
                ApplyCancellation(state, item);
                break;
        }
    }

    /// <summary>Calls again what was asked for and not answered.</summary>
    public static void Redispatch(Transition t)
    {
        foreach (var operation in t.State.NexusOperations.Values)
        {
            if (NexusOperationMachine.IsToStart(operation))
            {
                t.Effects.OperationsToStart.Add(operation.ScheduledId);
            }
            else
            {
                NexusCancellationMachine.ScheduleWaiting(t, operation);
            }
        }
    }

    /// <summary>Writes again what a handler reported after the point of the reset, of an operation that was copied.</summary>
    public static void Reapply(Transition t, HistoryEvent item)
    {
        switch (item.AttributesCase)
        {
            case Case.NexusOperationStartedEventAttributes:
                var started = item.NexusOperationStartedEventAttributes;
                if (Find(t, started.ScheduledEventId, started.RequestId) is { Status: NexusOperationStatus.Scheduled } begun)
                {
                    NexusOperationMachine.Start(t, begun, started.OperationToken, item.Links);
                }

                break;
            case Case.NexusOperationCompletedEventAttributes:
                var completed = item.NexusOperationCompletedEventAttributes;
                if (Find(t, completed.ScheduledEventId, completed.RequestId) is { } done)
                {
                    NexusOperationMachine.Succeed(t, done, completed.Result, item.Links);
                }

                break;
            case Case.NexusOperationFailedEventAttributes:
                var failed = item.NexusOperationFailedEventAttributes;
                if (Find(t, failed.ScheduledEventId, failed.RequestId) is { } broken)
                {
                    NexusOperationMachine.Fail(t, broken, failed.Failure.Cause);
                }

                break;
            case Case.NexusOperationCanceledEventAttributes:
                var canceled = item.NexusOperationCanceledEventAttributes;
                if (Find(t, canceled.ScheduledEventId, canceled.RequestId) is { } ended)
                {
                    NexusOperationMachine.Cancel(t, ended, canceled.Failure.Cause);
                }

                break;
            case Case.NexusOperationTimedOutEventAttributes:
                var late = item.NexusOperationTimedOutEventAttributes;
                if (Find(t, late.ScheduledEventId, late.RequestId) is { } overdue)
                {
                    NexusOperationMachine.TimeOut(t, overdue, late.Failure.Cause.TimeoutFailureInfo.TimeoutType);
                }

                break;
        }
    }

    private static void ApplyCancellation(RunState state, HistoryEvent item)
    {
        var (scheduledId, status) = item.AttributesCase switch
        {
            Case.NexusOperationCancelRequestedEventAttributes => (
                item.NexusOperationCancelRequestedEventAttributes.ScheduledEventId, NexusCancellationStatus.Requested),
            Case.NexusOperationCancelRequestCompletedEventAttributes => (
                item.NexusOperationCancelRequestCompletedEventAttributes.ScheduledEventId, NexusCancellationStatus.Succeeded),
            Case.NexusOperationCancelRequestFailedEventAttributes => (
                item.NexusOperationCancelRequestFailedEventAttributes.ScheduledEventId, NexusCancellationStatus.Failed),
            _ => (0, NexusCancellationStatus.None),
        };
        if (state.NexusOperations.TryGetValue(scheduledId, out var operation))
        {
            operation.Cancellation ??= new NexusCancellationInfo
            {
                RequestedId = item.EventId,
                RequestedTime = item.EventTime,
            };
            operation.Cancellation.Status = status;
        }
    }

    private static NexusOperationInfo? Find(Transition t, long scheduledId, string requestId) =>
        t.State.NexusOperations.TryGetValue(scheduledId, out var operation) && operation.RequestId == requestId
            ? operation
            : null;
}
