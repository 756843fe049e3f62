using Temporal.DevServer.History.Commands;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Case = Temporalio.Api.History.V1.HistoryEvent.AttributesOneofCase;

namespace Temporal.DevServer.History.Reset;

/// <summary>
/// Makes the state of a run from the beginning of a history, for a run that starts over from there. Only what a reset
/// needs is rebuilt: who was called and not answered, which timers run, what was set. Attempts and heartbeats leave no
/// events, so activities that had not closed are simply due again.
/// </summary>
internal static class StateRebuilder
{
    /// <summary>The state after the given events.</summary>
    public static RunState Rebuild(RunState baseState, IReadOnlyList<HistoryEvent> events)
    {
        var state = Seed(baseState);
        foreach (var item in events)
        {
            ApplyTask(state, item);
            ApplyPending(state, item);
            NexusReplay.Apply(state, item);
            ApplyFacts(state, item);
            VersionMarks.Replay(state, item);
            state.NextEventId = item.EventId + 1;
            state.HistorySizeBytes += item.CalculateSize();
        }

        return state;
    }

    /// <summary>What the Started event says, taken from the run it started.</summary>
    private static RunState Seed(RunState from) => new()
    {
        NamespaceId = from.NamespaceId,
        WorkflowId = from.WorkflowId,
        FirstRunId = from.FirstRunId,
        OriginalRunId = from.OriginalRunId,
        Status = WorkflowExecutionStatus.Running,
        WorkflowType = from.WorkflowType,
        TaskQueue = from.TaskQueue,
        ExecutionTimeout = from.ExecutionTimeout,
        RunTimeout = from.RunTimeout,
        TaskTimeout = from.TaskTimeout,
        ExecutionExpires = from.ExecutionExpires,
        NextEventId = 1,
        RetryPolicy = from.RetryPolicy,
        Attempt = from.Attempt,
        CronSchedule = from.CronSchedule,
        Memo = new Memo(),
        SearchAttributes = new SearchAttributes(),
        UserMetadata = from.UserMetadata,
        Priority = from.Priority,
        Parent = from.Parent?.Clone(),
        Root = from.Root?.Clone(),
        Task = new TaskInfo { Attempt = 1 },
        OriginalStartTime = from.OriginalStartTime ?? from.StartTime,
    };

    private static void ApplyTask(RunState state, HistoryEvent item)
    {
        var task = state.Task;
        switch (item.AttributesCase)
        {
            case Case.WorkflowTaskScheduledEventAttributes:
                task.Status = WorkflowTaskStatus.Scheduled;
                task.ScheduledId = item.EventId;
                task.ScheduledTime = item.EventTime;
                task.OriginalScheduledTime = item.EventTime;
                task.Timeout = item.WorkflowTaskScheduledEventAttributes.StartToCloseTimeout;
                task.Queue = state.TaskQueue;
                break;
            case Case.WorkflowTaskStartedEventAttributes:
                task.Status = WorkflowTaskStatus.Started;
                task.StartedId = item.EventId;
                task.StartedTime = item.EventTime;
                break;
            case Case.WorkflowTaskCompletedEventAttributes:
                task.Status = WorkflowTaskStatus.None;
                state.LastCompletedId = item.EventId;
                state.LastCompletedStartedId = item.WorkflowTaskCompletedEventAttributes.StartedEventId;
                break;
            case Case.WorkflowTaskFailedEventAttributes or Case.WorkflowTaskTimedOutEventAttributes:
                task.Status = WorkflowTaskStatus.None;
                break;
        }
    }

    private static void ApplyPending(RunState state, HistoryEvent item)
    {
        switch (item.AttributesCase)
        {
            case Case.ActivityTaskScheduledEventAttributes:
                var activity = ActivityMachine.FromEvent(item);
                activity.Status = ActivityStatus.Scheduled;
                state.Activities[item.EventId] = activity;
                break;
            case Case.ActivityTaskCancelRequestedEventAttributes:
                var asked = item.ActivityTaskCancelRequestedEventAttributes.ScheduledEventId;
                if (state.Activities.TryGetValue(asked, out var cancelled))
                {
                    cancelled.CancelRequestedId = item.EventId;
                }

                break;
            case Case.TimerStartedEventAttributes:
                var timer = item.TimerStartedEventAttributes;
                state.Timers[timer.TimerId] = new TimerInfo
                {
                    TimerId = timer.TimerId,
                    StartedId = item.EventId,
                    FireTime = item.EventTime.Plus(timer.StartToFireTimeout.ToSpan()),
                };
                break;
            case Case.StartChildWorkflowExecutionInitiatedEventAttributes:
                state.Children[item.EventId] = ChildOf(item);
                break;
            case Case.ChildWorkflowExecutionStartedEventAttributes:
                var started = item.ChildWorkflowExecutionStartedEventAttributes;
                if (state.Children.TryGetValue(started.InitiatedEventId, out var child))
                {
                    child.Status = ChildStatus.Started;
                    child.StartedId = item.EventId;
                    child.RunId = started.WorkflowExecution.RunId;
                }

                break;
            case Case.SignalExternalWorkflowExecutionInitiatedEventAttributes:
                var signal = item.SignalExternalWorkflowExecutionInitiatedEventAttributes;
                state.ExternalSignals[item.EventId] = ExternalOf(
                    item.EventId, signal.NamespaceId, signal.Namespace, signal.WorkflowExecution, signal.ChildWorkflowOnly);
                break;
            case Case.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes:
                var cancel = item.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes;
                state.ExternalCancels[item.EventId] = ExternalOf(
                    item.EventId, cancel.NamespaceId, cancel.Namespace, cancel.WorkflowExecution, cancel.ChildWorkflowOnly);
                break;
            default:
                RemoveClosed(state, item);
                break;
        }
    }

    private static void RemoveClosed(RunState state, HistoryEvent item)
    {
        switch (item.AttributesCase)
        {
            case Case.ActivityTaskCompletedEventAttributes:
                state.Activities.Remove(item.ActivityTaskCompletedEventAttributes.ScheduledEventId);
                break;
            case Case.ActivityTaskFailedEventAttributes:
                state.Activities.Remove(item.ActivityTaskFailedEventAttributes.ScheduledEventId);
                break;
            case Case.ActivityTaskTimedOutEventAttributes:
                state.Activities.Remove(item.ActivityTaskTimedOutEventAttributes.ScheduledEventId);
                break;
            case Case.ActivityTaskCanceledEventAttributes:
                state.Activities.Remove(item.ActivityTaskCanceledEventAttributes.ScheduledEventId);
                break;
            case Case.TimerFiredEventAttributes:
                state.Timers.Remove(item.TimerFiredEventAttributes.TimerId);
                break;
            case Case.TimerCanceledEventAttributes:
                state.Timers.Remove(item.TimerCanceledEventAttributes.TimerId);
                break;
            case Case.StartChildWorkflowExecutionFailedEventAttributes:
                state.Children.Remove(item.StartChildWorkflowExecutionFailedEventAttributes.InitiatedEventId);
                break;
            case Case.ExternalWorkflowExecutionSignaledEventAttributes:
                state.ExternalSignals.Remove(item.ExternalWorkflowExecutionSignaledEventAttributes.InitiatedEventId);
                break;
            case Case.SignalExternalWorkflowExecutionFailedEventAttributes:
                state.ExternalSignals.Remove(item.SignalExternalWorkflowExecutionFailedEventAttributes.InitiatedEventId);
                break;
            case Case.ExternalWorkflowExecutionCancelRequestedEventAttributes:
                state.ExternalCancels.Remove(item.ExternalWorkflowExecutionCancelRequestedEventAttributes.InitiatedEventId);
                break;
            case Case.RequestCancelExternalWorkflowExecutionFailedEventAttributes:
                state.ExternalCancels.Remove(
                    item.RequestCancelExternalWorkflowExecutionFailedEventAttributes.InitiatedEventId);
                break;
            default:
                state.Children.Remove(ChildEvents.ClosedBy(item));
                break;
        }
    }

    private static void ApplyFacts(RunState state, HistoryEvent item)
    {
        switch (item.AttributesCase)
        {
            case Case.WorkflowExecutionStartedEventAttributes:
                var started = item.WorkflowExecutionStartedEventAttributes;
                state.Memo = started.Memo?.Clone() ?? new Memo();
                state.SearchAttributes = started.SearchAttributes?.Clone() ?? new SearchAttributes();
                break;
            case Case.WorkflowExecutionSignaledEventAttributes:
                state.SignalCount++;
                break;
            case Case.WorkflowExecutionCancelRequestedEventAttributes:
                state.CancelRequested = true;
                break;
            case Case.UpsertWorkflowSearchAttributesEventAttributes:
                SearchAttributeRules.Merge(
                    state.SearchAttributes, item.UpsertWorkflowSearchAttributesEventAttributes.SearchAttributes);
                break;
            case Case.WorkflowPropertiesModifiedEventAttributes:
                MemoRules.Merge(state.Memo, item.WorkflowPropertiesModifiedEventAttributes.UpsertedMemo);
                break;
            case Case.WorkflowExecutionUpdateAdmittedEventAttributes:
                state.Updates[item.WorkflowExecutionUpdateAdmittedEventAttributes.Request.Meta.UpdateId] =
                    new UpdateInfo { AdmittedId = item.EventId };
                break;
            case Case.WorkflowExecutionUpdateAcceptedEventAttributes:
                state.Updates[item.WorkflowExecutionUpdateAcceptedEventAttributes.ProtocolInstanceId] =
                    new UpdateInfo { AcceptedId = item.EventId };
                state.UpdateCount++;
                break;
            case Case.WorkflowExecutionUpdateCompletedEventAttributes:
                state.Updates.Remove(item.WorkflowExecutionUpdateCompletedEventAttributes.Meta.UpdateId);
                break;
        }
    }

    private static ChildInfo ChildOf(HistoryEvent item)
    {
        var initiated = item.StartChildWorkflowExecutionInitiatedEventAttributes;
        return new ChildInfo
        {
            InitiatedId = item.EventId,
            Status = ChildStatus.Initiated,
            NamespaceId = initiated.NamespaceId,
            NamespaceName = initiated.Namespace,
            WorkflowId = initiated.WorkflowId,
            WorkflowType = initiated.WorkflowType.Name,
            ClosePolicy = initiated.ParentClosePolicy,
            RequestId = Guid.NewGuid().ToString(),
        };
    }

    private static ExternalInfo ExternalOf(
        long id, string namespaceId, string namespaceName, WorkflowExecution execution, bool childOnly) => new()
        {
            InitiatedId = id,
            NamespaceId = namespaceId,
            NamespaceName = namespaceName,
            Execution = execution.Clone(),
            ChildOnly = childOnly,
            RequestId = Guid.NewGuid().ToString(),
        };
}
