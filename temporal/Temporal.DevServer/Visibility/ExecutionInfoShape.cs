using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.Visibility;

/// <summary>How a row is shown in lists.</summary>
internal static class ExecutionInfoShape
{
    private const int NanosecondsPerMicrosecond = 1000;

    /// <summary>The entry of a list.</summary>
    public static WorkflowExecutionInfo Of(VisibilityRecord record) => new()
    {
        Execution = new WorkflowExecution { WorkflowId = record.Key.WorkflowId, RunId = record.Key.RunId },
        Type = new WorkflowType { Name = record.WorkflowType },
        StartTime = Cut(record.StartTime),
        ExecutionTime = Cut(record.ExecutionTime),
        CloseTime = record.CloseTime is { } close ? Cut(close) : null,
        Status = record.Status,
        TaskQueue = record.TaskQueue,
        Memo = record.Memo,
        SearchAttributes = ListedAttributes.Of(record.SearchAttributes),
        ParentExecution = record.Parent,
        RootExecution = record.Root,
        HistoryLength = record.HistoryLength ?? 0,
        HistorySizeBytes = record.HistorySizeBytes ?? 0,
        StateTransitionCount = record.StateTransitionCount ?? 0,
        ExecutionDuration = record.ExecutionDuration,
    };

    private static Timestamp Cut(Timestamp time) => new()
    {
        Seconds = time.Seconds,
        Nanos = time.Nanos - (time.Nanos % NanosecondsPerMicrosecond),
    };
}
