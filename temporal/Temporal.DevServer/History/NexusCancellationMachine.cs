using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;
using Status = Temporal.DevServer.State.NexusCancellationStatus;
using Trigger = Temporal.DevServer.History.NexusCancellationTrigger;

namespace Temporal.DevServer.History;

/// <summary>What moves the cancellation of a Nexus operation.</summary>
internal enum NexusCancellationTrigger
{
    /// <summary>The workflow asks for it.</summary>
    Request,

    /// <summary>The operation is started, so that its handler can be asked.</summary>
    Schedule,

    /// <summary>The handler could not be asked, or wants to be asked again.</summary>
    FailAttempt,

    /// <summary>The wait before the next call is over.</summary>
    Reschedule,

    /// <summary>The handler knows; how the operation ends it will report.</summary>
    Succeed,

    /// <summary>The handler refuses.</summary>
    Fail,
}

/// <summary>
/// The wish of a workflow that one of its Nexus operations end. It says nothing about the operation itself, which ends as
/// its handler decides.
/// <code>
/// None        Request      Requested
/// Requested   Schedule     Scheduled
/// Scheduled   FailAttempt  BackingOff
/// BackingOff  Reschedule   Scheduled
/// Scheduled   Succeed      Succeeded
/// Scheduled   Fail         Failed
/// </code>
/// </summary>
internal static class NexusCancellationMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<Status, Trigger> Table = new(
        "Nexus cancellation",
        (Status.None, Trigger.Request, Status.Requested),
        (Status.Requested, Trigger.Schedule, Status.Scheduled),
        (Status.Scheduled, Trigger.FailAttempt, Status.BackingOff),
        (Status.BackingOff, Trigger.Reschedule, Status.Scheduled),
        (Status.Scheduled, Trigger.Succeed, Status.Succeeded),
        (Status.Scheduled, Trigger.Fail, Status.Failed));

    /// <summary>True while the handler is to be asked.</summary>
    public static bool IsToSend(NexusOperationInfo operation) => operation.Cancellation?.Status == Status.Scheduled;

    /// <summary>The workflow asks for it; an operation that is not started yet is asked once it is.</summary>
    public static void Request(Transition t, NexusOperationInfo operation, UserMetadata? metadata, long completedId)
    {
        var item = t.History.Append(NexusEvents.CancelRequested(operation.ScheduledId, metadata, completedId));
        operation.Cancellation = new NexusCancellationInfo { RequestedId = item.EventId, RequestedTime = t.Stamp };
        Move(operation, Trigger.Request);
        if (operation.Status == NexusOperationStatus.Started)
        {
            ScheduleWaiting(t, operation);
        }
    }

    /// <summary>The operation is started: what waited for that goes out.</summary>
    public static void ScheduleWaiting(Transition t, NexusOperationInfo operation)
    {
        if (operation.Cancellation?.Status == Status.Requested)
        {
            Send(t, operation, Trigger.Schedule);
        }
    }

    /// <summary>The handler knows.</summary>
    public static void Succeed(Transition t, NexusOperationInfo operation)
    {
        Move(operation, Trigger.Succeed);
        NoteAttempt(t, operation.Cancellation, null);
        Record(t, NexusEvents.CancelRequestCompleted(operation));
    }

    /// <summary>The handler refuses.</summary>
    public static void Fail(Transition t, NexusOperationInfo operation, Failure failure)
    {
        Move(operation, Trigger.Fail);
        NoteAttempt(t, operation.Cancellation, failure);
        Record(t, NexusEvents.CancelRequestFailed(operation, failure));
    }

    /// <summary>The call failed in a way that another call may mend.</summary>
    public static void FailAttempt(Transition t, NexusOperationInfo operation, Failure failure)
    {
        Move(operation, Trigger.FailAttempt);
        var cancellation = operation.Cancellation;
        NoteAttempt(t, cancellation, failure);
        cancellation.NextAttemptTime = t.Now.Plus(NexusRetries.DelayAfter(cancellation.Attempt)).ToStamp();
    }

    /// <summary>When the handler is to be asked again; null for never.</summary>
    public static DateTimeOffset? NextDue(NexusCancellationInfo? cancellation) =>
        cancellation?.Status == Status.BackingOff ? cancellation.NextAttemptTime.ToDateTimeOffset() : null;

    /// <summary>Does what is due.</summary>
    public static void FireDue(Transition t, NexusOperationInfo operation)
    {
        if (NextDue(operation.Cancellation) <= t.Now)
        {
            operation.Cancellation.NextAttemptTime = null;
            Send(t, operation, Trigger.Reschedule);
        }
    }

    private static void Send(Transition t, NexusOperationInfo operation, Trigger trigger)
    {
        Move(operation, trigger);
        t.Effects.OperationsToCancel.Add(operation.ScheduledId);
    }

    private static void Record(Transition t, HistoryEvent item)
    {
        t.History.AppendOrBuffer(item);
        t.Wake();
    }

    private static void NoteAttempt(Transition t, NexusCancellationInfo cancellation, Failure? failure)
    {
        cancellation.Attempt++;
        cancellation.AttemptCompletedTime = t.Stamp;
        cancellation.LastFailure = failure;
    }

    private static void Move(NexusOperationInfo operation, Trigger trigger) => operation.Cancellation.Status = Table.Next(
        operation.Cancellation.Status, trigger, $"of event {operation.ScheduledId}");
}
