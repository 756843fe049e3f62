using Temporal.DevServer.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// How a close event looks to callers who only wait for it. Old clients follow a chain of runs by continued-as-new
/// events only: unless the caller says that it knows better, a close with a following run is shown as one.
/// </summary>
internal static class CloseEvents
{
    private const string FollowsNextRun = "follows-next-run-id";

    /// <summary>The event for a caller.</summary>
    public static HistoryEvent ForFilter(HistoryEvent item, RpcContext context)
    {
        if (context.Header("supported-features")?.Contains(FollowsNextRun, StringComparison.Ordinal) == true)
        {
            return item;
        }

        var (runId, failure) = item.AttributesCase switch
        {
            HistoryEvent.AttributesOneofCase.WorkflowExecutionCompletedEventAttributes =>
                (item.WorkflowExecutionCompletedEventAttributes.NewExecutionRunId, null),
            HistoryEvent.AttributesOneofCase.WorkflowExecutionFailedEventAttributes =>
                (item.WorkflowExecutionFailedEventAttributes.NewExecutionRunId,
                    item.WorkflowExecutionFailedEventAttributes.Failure),
            HistoryEvent.AttributesOneofCase.WorkflowExecutionTimedOutEventAttributes =>
                (item.WorkflowExecutionTimedOutEventAttributes.NewExecutionRunId, null),
            _ => ("", null),
        };
        return runId.Length == 0 ? item : new HistoryEvent
        {
            EventId = item.EventId,
            EventTime = item.EventTime,
            EventType = EventType.WorkflowExecutionContinuedAsNew,
            TaskId = item.TaskId,
            WorkflowExecutionContinuedAsNewEventAttributes = new() { NewExecutionRunId = runId, Failure = failure },
        };
    }
}
