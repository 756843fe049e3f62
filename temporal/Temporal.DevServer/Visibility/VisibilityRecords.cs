using Temporal.DevServer.History;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility;

/// <summary>Makes the row of a run from its state.</summary>
internal static class VisibilityRecords
{
    /// <summary>The row as it is now; independent of later changes of the state.</summary>
    public static VisibilityRecord Of(RunState state)
    {
        var closed = state.CloseTime is not null;
        return new VisibilityRecord
        {
            Key = new RunKey(state.NamespaceId, state.WorkflowId, state.RunId),
            WorkflowType = state.WorkflowType,
            TaskQueue = state.TaskQueue,
            Status = state.Status,
            StartTime = state.StartTime,
            ExecutionTime = state.ExecutionTime,
            CloseTime = state.CloseTime,
            ExecutionDuration = closed ? state.CloseTime - state.ExecutionTime : null,
            HistoryLength = closed ? state.NextEventId - 1 : null,
            HistorySizeBytes = closed ? state.HistorySizeBytes : null,
            StateTransitionCount = closed ? state.TransitionCount : null,
            Memo = state.Memo.Clone(),
            SearchAttributes = WithoutNulls(state.SearchAttributes),
            Parent = state.Parent?.Execution.Clone(),
            Root = state.Root?.Clone() ?? new WorkflowExecution { WorkflowId = state.WorkflowId, RunId = state.RunId },
            FirstRunId = state.FirstRunId,
        };
    }

    /// <summary>An attribute set to null is kept by the run but has no value to be found by.</summary>
    private static SearchAttributes WithoutNulls(SearchAttributes attributes)
    {
        var result = attributes.Clone();
        foreach (var (name, value) in attributes.IndexedFields)
        {
            if (value.Data.Span.SequenceEqual("null"u8))
            {
                result.IndexedFields.Remove(name);
            }
        }

        return result;
    }
}
