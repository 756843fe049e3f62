using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.TaskQueue.V1;

namespace Temporal.DevServer.History;

/// <summary>The Scheduled and Started events of a workflow task, written at once, later or never.</summary>
internal static partial class WorkflowTaskMachine
{
    /// <summary>
    /// The Scheduled and Started events of a task that are not in the history. Only the worker that has it is told whose it is,
    /// and nobody of which build.
    /// </summary>
    public static IEnumerable<HistoryEvent> VirtualEvents(RunState state, bool forItsWorker)
    {
        var task = state.Task;
        if (!IsVirtual(state))
        {
            yield break;
        }

        var scheduled = ScheduledEvent(state);
        scheduled.EventId = IsStarted(state) ? task.ScheduledId : state.NextEventId;
        scheduled.EventTime = task.ScheduledTime;
        yield return scheduled;
        if (IsStarted(state))
        {
            var started = StartedEvent(state);
            started.EventId = task.StartedId;
            started.EventTime = task.StartedTime;
            started.WorkflowTaskStartedEventAttributes.WorkerVersion = null;
            if (!forItsWorker)
            {
                started.WorkflowTaskStartedEventAttributes.Identity = "";
            }

            yield return started;
        }
    }

    /// <summary>The queue a new task is sent to, as the worker knows it.</summary>
    public static TaskQueue QueueOf(RunState state) => state.Task.Sticky
        ? new TaskQueue { Name = state.Task.Queue, Kind = TaskQueueKind.Sticky, NormalName = state.TaskQueue }
        : new TaskQueue { Name = state.Task.Queue, Kind = TaskQueueKind.Normal };

    private static void WriteScheduled(Transition t)
    {
        var item = ScheduledEvent(t.State);
        item.EventTime = IsTimeKept(t) ? t.State.Task.ScheduledTime : null;
        t.State.Task.ScheduledId = t.History.Write(item).EventId;
    }

    private static void WriteStarted(Transition t)
    {
        var item = StartedEvent(t.State);
        item.EventTime = t.State.Task.StartedTime;
        t.State.Task.StartedId = t.History.Write(item).EventId;
    }

    /// <summary>Events of a task written late keep the time at which it really was scheduled.</summary>
    private static bool IsTimeKept(Transition t) => t.State.Task.ScheduledTime is not null;

    private static HistoryEvent ScheduledEvent(RunState state) => new()
    {
        EventType = EventType.WorkflowTaskScheduled,
        WorkflowTaskScheduledEventAttributes = new()
        {
            TaskQueue = QueueOf(state),
            StartToCloseTimeout = state.Task.Timeout,
            Attempt = state.Task.Attempt,
        },
    };

    private static HistoryEvent StartedEvent(RunState state)
    {
        var task = state.Task;
        var attributes = new WorkflowTaskStartedEventAttributes
        {
            ScheduledEventId = task.ScheduledId,
            Identity = task.Identity,
            RequestId = task.RequestId,
            SuggestContinueAsNew = task.SuggestContinueAsNew,
            HistorySizeBytes = task.HistorySizeBytes,
            WorkerVersion = VersionOf(task.BuildId),
        };
        attributes.SuggestContinueAsNewReasons.Add(task.SuggestReasons);
        return new HistoryEvent
        {
            EventType = EventType.WorkflowTaskStarted,
            WorkflowTaskStartedEventAttributes = attributes,
        };
    }

    private static WorkerVersionStamp? VersionOf(string buildId) =>
        buildId.Length > 0 ? new WorkerVersionStamp { BuildId = buildId } : null;
}
