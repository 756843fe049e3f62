using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporal.DevServer.History;

/// <summary>States of a user timer; a closed one is not stored.</summary>
internal enum TimerStatus
{
    /// <summary>Not there.</summary>
    None,

    /// <summary>Running.</summary>
    Started,

    /// <summary>Its time came; the event may still be buffered.</summary>
    Fired,

    /// <summary>The workflow cancelled it.</summary>
    Canceled,
}

/// <summary>What moves a user timer.</summary>
internal enum TimerTrigger
{
    /// <summary>The workflow starts it.</summary>
    Start,

    /// <summary>Its time came.</summary>
    Fire,

    /// <summary>The workflow cancels it.</summary>
    Cancel,
}

/// <summary>
/// A timer of a workflow. Several due at once fire in the order of their times.
/// <code>
/// None     Start   Started
/// Started  Fire    Fired
/// Started  Cancel  Canceled
/// Fired    Cancel  Canceled   (while the event is still buffered: it is taken back)
/// </code>
/// </summary>
internal static class TimerMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<TimerStatus, TimerTrigger> Table = new(
        "Timer",
        (TimerStatus.None, TimerTrigger.Start, TimerStatus.Started),
        (TimerStatus.Started, TimerTrigger.Fire, TimerStatus.Fired),
        (TimerStatus.Started, TimerTrigger.Cancel, TimerStatus.Canceled),
        (TimerStatus.Fired, TimerTrigger.Cancel, TimerStatus.Canceled));

    /// <summary>Starts a timer; its id must not be in use.</summary>
    public static void Start(Transition t, StartTimerCommandAttributes command, UserMetadata? metadata, long completedId)
    {
        Table.Next(TimerStatus.None, TimerTrigger.Start, command.TimerId);
        var item = t.History.Append(new HistoryEvent
        {
            EventType = EventType.TimerStarted,
            UserMetadata = metadata,
            TimerStartedEventAttributes = new()
            {
                TimerId = command.TimerId,
                StartToFireTimeout = command.StartToFireTimeout,
                WorkflowTaskCompletedEventId = completedId,
            },
        });
        t.State.Timers[command.TimerId] = new TimerInfo
        {
            TimerId = command.TimerId,
            StartedId = item.EventId,
            FireTime = t.Now.Plus(command.StartToFireTimeout.ToSpan()).ToStamp(),
        };
    }

    /// <summary>
    /// Cancels a timer, or takes back its firing while that is buffered. False when there is no such timer.
    /// </summary>
    public static bool Cancel(
        Transition t, string timerId, UserMetadata? metadata, string identity, long completedId)
    {
        long startedId;
        if (t.State.Timers.TryGetValue(timerId, out var timer))
        {
            Table.Next(TimerStatus.Started, TimerTrigger.Cancel, timerId);
            startedId = timer.StartedId;
            t.State.Timers.Remove(timerId);
        }
        else if (FindBuffered(t.State, timerId) is { } fired)
        {
            Table.Next(TimerStatus.Fired, TimerTrigger.Cancel, timerId);
            startedId = fired.TimerFiredEventAttributes.StartedEventId;
            t.State.Buffer.Remove(fired);
        }
        else
        {
            return false;
        }

        t.History.Append(new HistoryEvent
        {
            EventType = EventType.TimerCanceled,
            UserMetadata = metadata,
            TimerCanceledEventAttributes = new()
            {
                TimerId = timerId,
                StartedEventId = startedId,
                WorkflowTaskCompletedEventId = completedId,
                Identity = identity,
            },
        });
        return true;
    }

    /// <summary>Fires every timer that is due.</summary>
    public static void FireDue(Transition t)
    {
        var due = t.State.Timers.Values.Where(x => x.FireTime.ToDateTimeOffset() <= t.Now)
            .OrderBy(x => x.FireTime).ThenBy(x => x.StartedId).ToArray();
        foreach (var timer in due)
        {
            Table.Next(TimerStatus.Started, TimerTrigger.Fire, timer.TimerId);
            t.State.Timers.Remove(timer.TimerId);
            t.History.AppendOrBuffer(new HistoryEvent
            {
                EventType = EventType.TimerFired,
                TimerFiredEventAttributes = new() { TimerId = timer.TimerId, StartedEventId = timer.StartedId },
            });
            t.Wake();
        }
    }

    private static HistoryEvent? FindBuffered(RunState state, string timerId) => state.Buffer.FirstOrDefault(
        e => e.EventType == EventType.TimerFired && e.TimerFiredEventAttributes.TimerId == timerId);
}
