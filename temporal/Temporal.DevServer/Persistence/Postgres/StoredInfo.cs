using Temporal.DevServer.Visibility;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>A row for lists as one message, in full precision, and back.</summary>
internal static class StoredInfo
{
    /// <summary>The message of a row.</summary>
    public static WorkflowExecutionInfo Of(VisibilityRecord record) => new()
    {
        Execution = new WorkflowExecution { WorkflowId = record.Key.WorkflowId, RunId = record.Key.RunId },
        Type = new WorkflowType { Name = record.WorkflowType },
        TaskQueue = record.TaskQueue,
        Status = record.Status,
        StartTime = record.StartTime,
        ExecutionTime = record.ExecutionTime,
        CloseTime = record.CloseTime,
        ExecutionDuration = record.ExecutionDuration,
        HistoryLength = record.HistoryLength ?? 0,
        HistorySizeBytes = record.HistorySizeBytes ?? 0,
        StateTransitionCount = record.StateTransitionCount ?? 0,
        Memo = record.Memo,
        SearchAttributes = record.SearchAttributes,
        ParentExecution = record.Parent,
        RootExecution = record.Root,
        FirstRunId = record.FirstRunId,
    };

    /// <summary>The row of a message.</summary>
    public static VisibilityRecord Record(string namespaceId, WorkflowExecutionInfo info)
    {
        var closed = info.CloseTime is not null;
        return new VisibilityRecord
        {
            Key = new RunKey(namespaceId, info.Execution.WorkflowId, info.Execution.RunId),
            WorkflowType = info.Type.Name,
            TaskQueue = info.TaskQueue,
            Status = info.Status,
            StartTime = info.StartTime,
            ExecutionTime = info.ExecutionTime,
            CloseTime = info.CloseTime,
            ExecutionDuration = info.ExecutionDuration,
            HistoryLength = closed ? info.HistoryLength : null,
            HistorySizeBytes = closed ? info.HistorySizeBytes : null,
            StateTransitionCount = closed ? info.StateTransitionCount : null,
            Memo = info.Memo ?? new Memo(),
            SearchAttributes = info.SearchAttributes ?? new SearchAttributes(),
            Parent = info.ParentExecution,
            Root = info.RootExecution,
            FirstRunId = info.FirstRunId,
        };
    }
}
