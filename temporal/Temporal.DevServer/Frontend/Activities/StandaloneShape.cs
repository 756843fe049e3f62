using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.History;
using Temporal.DevServer.State;
using Temporal.DevServer.Visibility;
using Temporalio.Api.Activity.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.Frontend.Activities;

/// <summary>How an activity without a workflow is shown.</summary>
internal static class StandaloneShape
{
    /// <summary>The description of one.</summary>
    public static ActivityExecutionInfo Of(
        WorkflowRun run, ActivityInfo activity, ActivityTaskScheduledEventAttributes scheduled)
    {
        var state = run.State;
        var pending = PendingActivities.Describe(activity);
        return new ActivityExecutionInfo
        {
            ActivityId = activity.ActivityId,
            RunId = run.Key.RunId,
            ActivityType = pending.ActivityType,
            Status = StatusOf(state.Status),
            RunState = run.IsRunning ? pending.State : PendingActivityState.Unspecified,
            TaskQueue = activity.TaskQueue,
            ScheduleToCloseTimeout = activity.ScheduleToClose,
            ScheduleToStartTimeout = activity.ScheduleToStart,
            StartToCloseTimeout = activity.StartToClose,
            HeartbeatTimeout = activity.Heartbeat,
            RetryPolicy = activity.RetryPolicy,
            HeartbeatDetails = activity.HeartbeatDetails,
            LastHeartbeatTime = activity.HeartbeatTime,
            LastStartedTime = activity.StartedTime,
            Attempt = activity.Attempt,
            ExecutionDuration = state.CloseTime is null ? null : state.CloseTime - activity.ScheduledTime,
            ScheduleTime = activity.ScheduledTime,
            ExpirationTime = pending.ExpirationTime,
            CloseTime = state.CloseTime,
            LastFailure = activity.LastFailure,
            LastWorkerIdentity = activity.LastIdentity,
            CurrentRetryInterval = activity.Status == ActivityStatus.Backoff ? activity.RetryInterval : null,
            LastAttemptCompleteTime = activity.AttemptCompletedTime,
            NextAttemptScheduleTime = pending.NextAttemptScheduleTime,
            Priority = activity.Priority,
            StateTransitionCount = state.TransitionCount,
            StateSizeBytes = state.HistorySizeBytes,
            SearchAttributes = WithoutDivision(state.SearchAttributes),
            Header = scheduled.Header,
            UserMetadata = state.UserMetadata,
            CanceledReason = state.Standalone.CancelReason,
        };
    }

    /// <summary>The entry of a list.</summary>
    public static ActivityExecutionListInfo Of(VisibilityRecord record) => new()
    {
        ActivityId = StandaloneActivity.ActivityIdOf(record.Key.WorkflowId),
        RunId = record.Key.RunId,
        ActivityType = new() { Name = record.WorkflowType },
        ScheduleTime = record.StartTime,
        CloseTime = record.CloseTime,
        Status = StatusOf(record.Status),
        SearchAttributes = WithoutDivision(ListedAttributes.Of(record.SearchAttributes) ?? new()),
        TaskQueue = record.TaskQueue,
        StateTransitionCount = record.StateTransitionCount ?? 0,
        StateSizeBytes = record.HistorySizeBytes ?? 0,
        ExecutionDuration = record.ExecutionDuration,
    };

    private static SearchAttributes WithoutDivision(SearchAttributes attributes)
    {
        var shown = attributes.Clone();
        shown.IndexedFields.Remove(StandaloneActivity.DivisionName);
        return shown;
    }

    private static ActivityExecutionStatus StatusOf(WorkflowExecutionStatus status) => status switch
    {
        WorkflowExecutionStatus.Completed => ActivityExecutionStatus.Completed,
        WorkflowExecutionStatus.Failed => ActivityExecutionStatus.Failed,
        WorkflowExecutionStatus.Canceled => ActivityExecutionStatus.Canceled,
        WorkflowExecutionStatus.Terminated => ActivityExecutionStatus.Terminated,
        WorkflowExecutionStatus.TimedOut => ActivityExecutionStatus.TimedOut,
        _ => ActivityExecutionStatus.Running,
    };
}
