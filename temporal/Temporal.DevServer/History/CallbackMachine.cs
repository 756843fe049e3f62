using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Status = Temporal.DevServer.State.CallbackStatus;
using Trigger = Temporal.DevServer.History.CallbackTrigger;

namespace Temporal.DevServer.History;

/// <summary>What moves a completion callback.</summary>
internal enum CallbackTrigger
{
    /// <summary>A start of the run brings it, or one that found the run open.</summary>
    Register,

    /// <summary>The run is closed and not continued.</summary>
    Schedule,

    /// <summary>The call failed in a way that another call may mend.</summary>
    FailAttempt,

    /// <summary>The wait before the next call is over.</summary>
    Reschedule,

    /// <summary>The other side knows.</summary>
    Succeed,

    /// <summary>The other side does not want to know.</summary>
    Fail,
}

/// <summary>
/// Somebody who wants to be told how a run ended. A run that is continued hands its callbacks on to the next one, as does
/// one that is reset; so only the end of the whole chain is told.
/// <code>
/// None        Register     Standby
/// Standby     Schedule     Scheduled
/// Scheduled   FailAttempt  BackingOff
/// BackingOff  Reschedule   Scheduled
/// Scheduled   Succeed      Succeeded
/// Scheduled   Fail         Failed
/// </code>
/// </summary>
internal static class CallbackMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<Status, Trigger> Table = new(
        "Completion callback",
        (Status.None, Trigger.Register, Status.Standby),
        (Status.Standby, Trigger.Schedule, Status.Scheduled),
        (Status.Scheduled, Trigger.FailAttempt, Status.BackingOff),
        (Status.BackingOff, Trigger.Reschedule, Status.Scheduled),
        (Status.Scheduled, Trigger.Succeed, Status.Succeeded),
        (Status.Scheduled, Trigger.Fail, Status.Failed));

    /// <summary>Positions of the callbacks that are to be called.</summary>
    public static IEnumerable<int> ToCall(RunState state) =>
        Enumerable.Range(0, state.Callbacks.Count).Where(i => state.Callbacks[i].Status == Status.Scheduled);

    /// <summary>Adds callbacks to an open run.</summary>
    public static void Register(Transition t, IEnumerable<Callback> callbacks)
    {
        foreach (var callback in callbacks)
        {
            var stored = new StoredCallback { Callback = callback, RegisteredTime = t.Stamp };
            Move(stored, Trigger.Register);
            t.State.Callbacks.Add(stored);
        }
    }

    /// <summary>What the run that continues this one takes over.</summary>
    public static IReadOnlyList<Callback> HandOver(RunState state) => [.. state.Callbacks.Select(c => c.Callback)];

    /// <summary>The run is closed: unless another goes on in its place, its callbacks are called.</summary>
    public static void ScheduleAll(Transition t)
    {
        if (t.State.NewRunId.Length > 0 || t.State.ResetRunId.Length > 0)
        {
            return;
        }

        foreach (var callback in t.State.Callbacks)
        {
            Move(callback, Trigger.Schedule);
        }

        t.Effects.CallbacksToCall.AddRange(ToCall(t.State));
    }

    /// <summary>The other side knows.</summary>
    public static void Succeed(Transition t, StoredCallback callback)
    {
        Move(callback, Trigger.Succeed);
        NoteAttempt(t, callback, null);
    }

    /// <summary>The other side does not want to know.</summary>
    public static void Fail(Transition t, StoredCallback callback, Failure failure)
    {
        Move(callback, Trigger.Fail);
        NoteAttempt(t, callback, failure);
    }

    /// <summary>The call failed in a way that another call may mend.</summary>
    public static void FailAttempt(Transition t, StoredCallback callback, Failure failure)
    {
        Move(callback, Trigger.FailAttempt);
        NoteAttempt(t, callback, failure);
        callback.NextAttemptTime = t.Now.Plus(NexusRetries.DelayAfter(callback.Attempt)).ToStamp();
    }

    /// <summary>When the next call is due; null for never.</summary>
    public static DateTimeOffset? NextDue(RunState state)
    {
        DateTimeOffset? due = null;
        foreach (var callback in state.Callbacks.Where(c => c.Status == Status.BackingOff))
        {
            due = Times.Earlier(due, callback.NextAttemptTime.ToDateTimeOffset());
        }

        return due;
    }

    /// <summary>Schedules every call that is due.</summary>
    public static void FireDue(Transition t)
    {
        for (var i = 0; i < t.State.Callbacks.Count; i++)
        {
            var callback = t.State.Callbacks[i];
            if (callback.Status == Status.BackingOff && callback.NextAttemptTime.ToDateTimeOffset() <= t.Now)
            {
                Move(callback, Trigger.Reschedule);
                callback.NextAttemptTime = null;
                t.Effects.CallbacksToCall.Add(i);
            }
        }
    }

    private static void NoteAttempt(Transition t, StoredCallback callback, Failure? failure)
    {
        callback.Attempt++;
        callback.AttemptCompletedTime = t.Stamp;
        callback.LastFailure = failure;
    }

    private static void Move(StoredCallback callback, Trigger trigger) =>
        callback.Status = Table.Next(callback.Status, trigger, callback.Callback.Nexus?.Url ?? "");
}
