using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.TaskQueue.V1;

namespace Temporal.DevServer.History;

/// <summary>What moves a workflow task.</summary>
internal enum TaskTrigger
{
    /// <summary>The workflow has something to see.</summary>
    Schedule,

    /// <summary>The task before failed or timed out and nothing new happened: no events until it succeeds.</summary>
    ScheduleTransient,

    /// <summary>Only an update waits: no events unless the worker does something.</summary>
    ScheduleSpeculative,

    /// <summary>A worker took it.</summary>
    Start,

    /// <summary>The worker answered.</summary>
    Complete,

    /// <summary>The worker or the server gave up on it.</summary>
    Fail,

    /// <summary>No worker took it in time.</summary>
    ScheduleToStart,

    /// <summary>The worker did not answer in time.</summary>
    StartToClose,

    /// <summary>Other events make its own events necessary.</summary>
    MakeNormal,

    /// <summary>The worker only rejected updates: as if it never was.</summary>
    Discard,

    /// <summary>The run closed.</summary>
    Close,
}

/// <summary>
/// The workflow task of a run. There is at most one.
/// <code>
/// None                  Schedule             Scheduled
/// None                  ScheduleTransient    TransientScheduled
/// None                  ScheduleSpeculative  SpeculativeScheduled
/// Scheduled             Start                Started
/// Scheduled             ScheduleToStart      None                  (sticky queue)
/// Started               Complete | Fail | StartToClose   None
/// TransientScheduled    Start                TransientStarted
/// TransientScheduled    MakeNormal           Scheduled
/// TransientStarted      Complete | Fail | StartToClose   None
/// SpeculativeScheduled  Start                SpeculativeStarted
/// SpeculativeScheduled  MakeNormal           Scheduled
/// SpeculativeStarted    MakeNormal           Started
/// SpeculativeStarted    Discard              None
/// any but None          Close                None
/// </code>
/// </summary>
internal static partial class WorkflowTaskMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<WorkflowTaskStatus, TaskTrigger> Table = new(
        "Workflow task",
        (WorkflowTaskStatus.None, TaskTrigger.Schedule, WorkflowTaskStatus.Scheduled),
        (WorkflowTaskStatus.None, TaskTrigger.ScheduleTransient, WorkflowTaskStatus.TransientScheduled),
        (WorkflowTaskStatus.None, TaskTrigger.ScheduleSpeculative, WorkflowTaskStatus.SpeculativeScheduled),
        (WorkflowTaskStatus.Scheduled, TaskTrigger.Start, WorkflowTaskStatus.Started),
        (WorkflowTaskStatus.Scheduled, TaskTrigger.ScheduleToStart, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.Started, TaskTrigger.Complete, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.Started, TaskTrigger.Fail, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.Started, TaskTrigger.StartToClose, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.TransientScheduled, TaskTrigger.Start, WorkflowTaskStatus.TransientStarted),
        (WorkflowTaskStatus.TransientScheduled, TaskTrigger.MakeNormal, WorkflowTaskStatus.Scheduled),
        (WorkflowTaskStatus.TransientStarted, TaskTrigger.Complete, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.TransientStarted, TaskTrigger.Fail, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.TransientStarted, TaskTrigger.StartToClose, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.SpeculativeScheduled, TaskTrigger.Start, WorkflowTaskStatus.SpeculativeStarted),
        (WorkflowTaskStatus.SpeculativeScheduled, TaskTrigger.MakeNormal, WorkflowTaskStatus.Scheduled),
        (WorkflowTaskStatus.SpeculativeStarted, TaskTrigger.MakeNormal, WorkflowTaskStatus.Started),
        (WorkflowTaskStatus.SpeculativeStarted, TaskTrigger.Discard, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.Scheduled, TaskTrigger.Close, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.Started, TaskTrigger.Close, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.TransientScheduled, TaskTrigger.Close, WorkflowTaskStatus.None),
        (WorkflowTaskStatus.TransientStarted, TaskTrigger.Close, WorkflowTaskStatus.None));

    /// <summary>True while a task is scheduled or started.</summary>
    public static bool IsPending(RunState state) => state.Task.Status != WorkflowTaskStatus.None;

    /// <summary>True when the run closed before a worker took the task: a real server goes on describing it.</summary>
    public static bool WasLeft(RunState state) => state.CloseTime is not null
        && state.Task is { ScheduledId: > 0, StartedId: 0 } && state.Task.ScheduledId > state.LastCompletedId;

    /// <summary>True while a worker has the task.</summary>
    public static bool IsStarted(RunState state) => state.Task.Status is
        WorkflowTaskStatus.Started or WorkflowTaskStatus.TransientStarted or WorkflowTaskStatus.SpeculativeStarted;

    /// <summary>True for a task whose events are not in the history yet.</summary>
    public static bool IsVirtual(RunState state) => state.Task.Status is
        WorkflowTaskStatus.TransientScheduled or WorkflowTaskStatus.TransientStarted
        or WorkflowTaskStatus.SpeculativeScheduled or WorkflowTaskStatus.SpeculativeStarted;

    /// <summary>True for a speculative task.</summary>
    public static bool IsSpeculative(RunState state) => state.Task.Status is
        WorkflowTaskStatus.SpeculativeScheduled or WorkflowTaskStatus.SpeculativeStarted;

    /// <summary>
    /// Schedules the task that new events call for, unless there is one or the run may not have one yet.
    /// </summary>
    public static void ScheduleIfPossible(Transition t)
    {
        var state = t.State;
        if (t.Run.IsRunning && !IsPending(state) && state.BackoffUntil is null && !state.WaitsForParent
            && state.Standalone is null)
        {
            Schedule(t);
        }
    }

    /// <summary>Schedules a task: a normal one, or a transient one after a failure that left nothing new.</summary>
    public static void Schedule(Transition t)
    {
        if (t.State.Task.Attempt > 1)
        {
            ScheduleTransient(t);
            return;
        }

        Prepare(t, TaskTrigger.Schedule);
        WriteScheduled(t);
        t.Effects.WorkflowTask = t.State.Task.Clone();
    }

    /// <summary>Schedules an attempt that leaves no events unless it succeeds.</summary>
    public static void ScheduleTransient(Transition t)
    {
        Prepare(t, TaskTrigger.ScheduleTransient);
        t.State.Task.ScheduledId = t.State.NextEventId;
        t.Effects.WorkflowTask = t.State.Task.Clone();
    }

    /// <summary>Schedules a task for the sake of an update only.</summary>
    public static void ScheduleSpeculative(Transition t)
    {
        Prepare(t, TaskTrigger.ScheduleSpeculative);
        t.State.Task.ScheduledId = t.State.NextEventId;
        t.Effects.WorkflowTask = t.State.Task.Clone();
    }

    /// <summary>A task that waits for a worker takes its place anew: what that place depends on has changed.</summary>
    public static void OfferAnew(Transition t)
    {
        if (IsPending(t.State) && !IsStarted(t.State))
        {
            t.State.Task.Stamp++;
            t.Effects.WorkflowTask = t.State.Task.Clone();
        }
    }

    /// <summary>Writes the events of a speculative task: something else is about to be written or stored.</summary>
    public static void MakeSpeculativeNormal(Transition t)
    {
        var task = t.State.Task;
        if (!IsSpeculative(t.State))
        {
            return;
        }

        var wasStarted = task.Status == WorkflowTaskStatus.SpeculativeStarted;
        task.Status = Table.Next(task.Status, TaskTrigger.MakeNormal, t.Run.Key.RunId);
        WriteScheduled(t);
        if (wasStarted)
        {
            WriteStarted(t);
        }
    }

    /// <summary>True when a task delivered as this is still the one to start.</summary>
    public static bool CanStart(RunState state, long stamp) =>
        state.Task.Stamp == stamp && Table.Allows(state.Task.Status, TaskTrigger.Start);

    /// <summary>A worker takes the task.</summary>
    public static void Start(Transition t, string identity, string requestId, string buildId)
    {
        var task = t.State.Task;
        if (task.Status == WorkflowTaskStatus.TransientScheduled && task.ScheduledId != t.State.NextEventId)
        {
            // Something happened since: the worker has news, so this is a first attempt with events of its own.
            task.Status = Table.Next(task.Status, TaskTrigger.MakeNormal, t.Run.Key.RunId);
            task.Attempt = 1;
            task.Timeout = t.State.TaskTimeout;
            WriteScheduled(t);
        }

        task.Status = Table.Next(task.Status, TaskTrigger.Start, t.Run.Key.RunId);
        task.Identity = identity;
        task.RequestId = requestId;
        task.BuildId = buildId;
        task.StartedTime = t.Stamp;
        SuggestContinueAsNew(t.State);
        if (task.Status == WorkflowTaskStatus.Started)
        {
            WriteStarted(t);
        }
        else
        {
            task.StartedId = task.ScheduledId + 1;
        }
    }

    private static void Prepare(Transition t, TaskTrigger trigger)
    {
        var (state, task) = (t.State, t.State.Task);
        task.Status = Table.Next(task.Status, trigger, t.Run.Key.RunId);
        task.ScheduledId = 0;
        task.StartedId = 0;
        task.StartedTime = null;
        task.IsInline = false;
        task.Sticky = state.Sticky is not null;
        task.Queue = state.Sticky?.Queue ?? state.TaskQueue;
        task.Timeout = TimeoutOf(state);
        task.ScheduledTime = t.Stamp;
        task.OriginalScheduledTime = task.HeartbeatSince ?? t.Stamp;
        task.Stamp++;
    }

    /// <summary>
    /// From the fourth attempt on the timeout grows, doubling: workers do not report repeated failures, so the timeout
    /// is what paces the attempts.
    /// </summary>
    private static Duration TimeoutOf(RunState state)
    {
        const int UnpacedAttempts = 3;
        var extra = state.Task.Attempt - UnpacedAttempts;
        if (extra <= 0)
        {
            return state.TaskTimeout;
        }

        var factor = Math.Pow(2, Math.Min(extra - 1, 16));
        var addend = Math.Min(Limits.TaskRetryAddend.TotalSeconds * factor, Limits.TaskRetryAddendMax.TotalSeconds);
        return (state.TaskTimeout.ToSpan() + TimeSpan.FromSeconds(addend)).ToDuration();
    }

    private static void SuggestContinueAsNew(RunState state)
    {
        var reasons = state.Task.SuggestReasons;
        reasons.Clear();
        state.Task.HistorySizeBytes = state.HistorySizeBytes;
        if (state.HistorySizeBytes >= Limits.SuggestContinueBytes)
        {
            reasons.Add(SuggestContinueAsNewReason.HistorySizeTooLarge);
        }

        if (state.NextEventId - 1 >= Limits.SuggestContinueEvents)
        {
            reasons.Add(SuggestContinueAsNewReason.TooManyHistoryEvents);
        }

        if (state.UpdateCount >= Limits.SuggestContinueUpdates)
        {
            reasons.Add(SuggestContinueAsNewReason.TooManyUpdates);
        }

        state.Task.SuggestContinueAsNew = reasons.Count > 0;
    }
}
