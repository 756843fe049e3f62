using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.History;
using Temporal.DevServer.State;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>An activity attempt for a worker.</summary>
internal static class ActivityTaskResponse
{
    /// <summary>The attempt that just started.</summary>
    public static PollActivityTaskQueueResponse Of(WorkflowRun run, ActivityInfo activity, HistoryEvent scheduled)
    {
        var attributes = scheduled.ActivityTaskScheduledEventAttributes;
        var response = new PollActivityTaskQueueResponse
        {
            TaskToken = TaskTokens.OfActivity(run, activity),
            WorkflowNamespace = run.Namespace.Name,
            ActivityType = attributes.ActivityType,
            ActivityId = activity.ActivityId,
            Header = attributes.Header,
            Input = attributes.Input,
            HeartbeatDetails = activity.HeartbeatDetails,
            ScheduledTime = activity.ScheduledTime,
            CurrentAttemptScheduledTime = activity.AttemptScheduledTime,
            StartedTime = activity.StartedTime,
            Attempt = activity.Attempt,
            ScheduleToCloseTimeout = activity.ScheduleToClose ?? new Duration(),
            StartToCloseTimeout = activity.StartToClose ?? new Duration(),
            HeartbeatTimeout = activity.Heartbeat ?? new Duration(),
            RetryPolicy = activity.RetryPolicy,
            Priority = PriorityRules.Merge(run.State.Priority, activity.Priority),
        };
        if (run.State.Standalone is null)
        {
            response.WorkflowType = new() { Name = run.State.WorkflowType };
            response.WorkflowExecution = new() { WorkflowId = run.Key.WorkflowId, RunId = run.Key.RunId };
        }
        else
        {
            response.ActivityRunId = run.Key.RunId;
        }

        return response;
    }
}
