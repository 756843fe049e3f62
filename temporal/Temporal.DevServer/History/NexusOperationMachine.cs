using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Sdk.V1;
using Status = Temporal.DevServer.State.NexusOperationStatus;
using Trigger = Temporal.DevServer.History.NexusOperationTrigger;

namespace Temporal.DevServer.History;

/// <summary>What moves a Nexus operation.</summary>
internal enum NexusOperationTrigger
{
    /// <summary>The workflow asks for it.</summary>
    Schedule,

    /// <summary>The handler could not be called, or wants to be called again.</summary>
    FailAttempt,

    /// <summary>The wait before the next call is over.</summary>
    Reschedule,

    /// <summary>The handler has begun it and will report its end.</summary>
    Start,

    /// <summary>It has a result.</summary>
    Succeed,

    /// <summary>It failed for good.</summary>
    Fail,

    /// <summary>It ended because somebody asked it to.</summary>
    Cancel,

    /// <summary>Its time is over.</summary>
    TimeOut,
}

/// <summary>
/// A Nexus operation as its caller sees it. The handler is called after the commit that schedules it, and again after a
/// restart; it recognises a repetition by the request id. A report of the end that overtakes the answer to the call starts
/// the operation first.
/// <code>
/// None        Schedule     Scheduled
/// Scheduled   FailAttempt  BackingOff
/// BackingOff  Reschedule   Scheduled
/// Scheduled   Start        Started
/// BackingOff  Start        Started
/// Scheduled   Succeed      Succeeded   (in the answer to the call; the same for Fail and Cancel)
/// Scheduled   Fail         Failed
/// Scheduled   Cancel       Canceled
/// Started     Succeed      Succeeded
/// Started     Fail         Failed
/// Started     Cancel       Canceled
/// Scheduled   TimeOut      TimedOut
/// BackingOff  TimeOut      TimedOut
/// Started     TimeOut      TimedOut
/// </code>
/// </summary>
internal static class NexusOperationMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<Status, Trigger> Table = new(
        "Nexus operation",
        (Status.None, Trigger.Schedule, Status.Scheduled),
        (Status.Scheduled, Trigger.FailAttempt, Status.BackingOff),
        (Status.BackingOff, Trigger.Reschedule, Status.Scheduled),
        (Status.Scheduled, Trigger.Start, Status.Started),
        (Status.BackingOff, Trigger.Start, Status.Started),
        (Status.Scheduled, Trigger.Succeed, Status.Succeeded),
        (Status.Scheduled, Trigger.Fail, Status.Failed),
        (Status.Scheduled, Trigger.Cancel, Status.Canceled),
        (Status.Started, Trigger.Succeed, Status.Succeeded),
        (Status.Started, Trigger.Fail, Status.Failed),
        (Status.Started, Trigger.Cancel, Status.Canceled),
        (Status.Scheduled, Trigger.TimeOut, Status.TimedOut),
        (Status.BackingOff, Trigger.TimeOut, Status.TimedOut),
        (Status.Started, Trigger.TimeOut, Status.TimedOut));

    /// <summary>True while the handler is to be called.</summary>
    public static bool IsToStart(NexusOperationInfo operation) => operation.Status == Status.Scheduled;

    /// <summary>The workflow asks for an operation. The command is already complete.</summary>
    public static void Schedule(Transition t, ScheduleNexusOperationCommandAttributes command, string endpointId,
        UserMetadata? metadata, long completedId)
    {
        var item = t.History.Append(NexusEvents.Scheduled(command, endpointId, metadata, completedId));
        var operation = NexusEvents.ToOperation(item);
        Move(operation, Trigger.Schedule);
        t.State.NexusOperations[item.EventId] = operation;
        t.Run.Pin(item);
        t.Effects.OperationsToStart.Add(item.EventId);
    }

    /// <summary>The handler has begun it; a cancellation that waited for this goes out now.</summary>
    public static void Start(Transition t, NexusOperationInfo operation, string token, IEnumerable<Link> links,
        Google.Protobuf.WellKnownTypes.Timestamp? since = null)
    {
        Move(operation, Trigger.Start);
        operation.Token = token;
        operation.StartedTime = since ?? t.Stamp;
        operation.NextAttemptTime = null;
        NoteAttempt(t, operation, null);
        var item = NexusEvents.Started(operation, links);
        item.EventTime = since;
        t.History.AppendOrBuffer(item);
        NexusCancellationMachine.ScheduleWaiting(t, operation);
        t.Wake();
    }

    /// <summary>It has a result.</summary>
    public static void Succeed(Transition t, NexusOperationInfo operation, Payload? result, IEnumerable<Link> links)
    {
        Leave(t, operation, Trigger.Succeed);
        t.History.AppendOrBuffer(NexusEvents.Completed(operation, result, links));
    }

    /// <summary>It failed for good.</summary>
    public static void Fail(Transition t, NexusOperationInfo operation, Failure cause)
    {
        Leave(t, operation, Trigger.Fail);
        t.History.AppendOrBuffer(NexusEvents.Failed(operation, cause));
    }

    /// <summary>It ended as cancelled.</summary>
    public static void Cancel(Transition t, NexusOperationInfo operation, Failure cause)
    {
        Leave(t, operation, Trigger.Cancel);
        t.History.AppendOrBuffer(NexusEvents.Canceled(operation, cause));
    }

    /// <summary>Its time is over.</summary>
    public static void TimeOut(Transition t, NexusOperationInfo operation, TimeoutType type)
    {
        Leave(t, operation, Trigger.TimeOut);
        t.History.AppendOrBuffer(NexusEvents.TimedOut(operation, type));
    }

    /// <summary>The call failed in a way that another call may mend.</summary>
    public static void FailAttempt(Transition t, NexusOperationInfo operation, Failure failure)
    {
        Move(operation, Trigger.FailAttempt);
        NoteAttempt(t, operation, failure);
        operation.NextAttemptTime = t.Now.Plus(NexusRetries.DelayAfter(operation.Attempt)).ToStamp();
    }

    /// <summary>When something happens to it by time; null for never.</summary>
    public static DateTimeOffset? NextDue(NexusOperationInfo operation)
    {
        var due = Times.Earlier(TimeoutOf(operation)?.Due, NexusCancellationMachine.NextDue(operation.Cancellation));
        return operation.Status == Status.BackingOff
            ? Times.Earlier(due, operation.NextAttemptTime.ToDateTimeOffset())
            : due;
    }

    /// <summary>Does what is due.</summary>
    public static void FireDue(Transition t, NexusOperationInfo operation)
    {
        if (TimeoutOf(operation) is { } timeout && timeout.Due <= t.Now)
        {
            TimeOut(t, operation, timeout.Type);
            return;
        }

        if (operation.Status == Status.BackingOff && operation.NextAttemptTime.ToDateTimeOffset() <= t.Now)
        {
            Move(operation, Trigger.Reschedule);
            operation.NextAttemptTime = null;
            t.Effects.OperationsToStart.Add(operation.ScheduledId);
        }

        NexusCancellationMachine.FireDue(t, operation);
    }

    /// <summary>The timeout that comes first, and when; null without any.</summary>
    public static (TimeoutType Type, DateTimeOffset Due)? TimeoutOf(NexusOperationInfo operation)
    {
        var scheduled = operation.ScheduledTime.ToDateTimeOffset();
        var isStarted = operation.Status == Status.Started;
        (TimeoutType Type, DateTimeOffset Due)?[] all =
        [
            operation.ScheduleToClose.IsPositive()
                ? (TimeoutType.ScheduleToClose, scheduled.Plus(operation.ScheduleToClose.ToSpan())) : null,
            !isStarted && operation.ScheduleToStart.IsPositive()
                ? (TimeoutType.ScheduleToStart, scheduled.Plus(operation.ScheduleToStart.ToSpan())) : null,
            isStarted && operation.StartToClose.IsPositive()
                ? (TimeoutType.StartToClose, operation.StartedTime.ToDateTimeOffset().Plus(operation.StartToClose.ToSpan()))
                : null,
        ];
        return all.OrderBy(x => x?.Due ?? DateTimeOffset.MaxValue).First();
    }

    private static void NoteAttempt(Transition t, NexusOperationInfo operation, Failure? failure)
    {
        operation.Attempt++;
        operation.AttemptCompletedTime = t.Stamp;
        operation.LastFailure = failure;
    }

    private static void Leave(Transition t, NexusOperationInfo operation, Trigger trigger)
    {
        Move(operation, trigger);
        t.State.NexusOperations.Remove(operation.ScheduledId);
        t.Run.Unpin(operation.ScheduledId);
        t.Wake();
    }

    private static void Move(NexusOperationInfo operation, Trigger trigger) => operation.Status = Table.Next(
        operation.Status, trigger, $"{operation.Service}.{operation.Operation} of event {operation.ScheduledId}");
}
