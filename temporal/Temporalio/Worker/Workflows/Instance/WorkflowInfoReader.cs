using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Reads <see cref="WorkflowInfo" /> from the started event.</summary>
internal static class WorkflowInfoReader
{
    private static readonly TimeSpan DefaultTaskTimeout = TimeSpan.FromSeconds(10);

    public static WorkflowInfo Read(WorkflowRuntimeSettings settings, WorkflowStart start, DataConverter converter)
    {
        var started = start.Attributes;
        return new(
            Attempt: started.Attempt,
            ContinuedRunId: NullIfEmpty(started.ContinuedExecutionRunId),
            CronSchedule: NullIfEmpty(started.CronSchedule),
            ExecutionTimeout: NullIfZero(started.WorkflowExecutionTimeout),
            FirstExecutionRunId: started.FirstExecutionRunId,
            Headers: started.Header?.Fields.ToDictionary(f => f.Key, f => f.Value) ?? [],
            LastFailure: started.ContinuedFailure is { } failure
                ? converter.FailureConverter.ToException(failure, converter.PayloadConverter)
                : null,
            LastResult: started.LastCompletionResult?.Payloads_.Select(p => (IRawValue)new RawValue(p)).ToList(),
            Namespace: settings.Namespace,
            OriginalExecutionRunId: started.OriginalExecutionRunId,
            Parent: started.ParentWorkflowExecution is { } parent
                ? new(started.ParentWorkflowNamespace, parent.RunId, parent.WorkflowId)
                : null,
            Priority: Temporalio.Common.Priority.FromProto(started.Priority),
            RetryPolicy: started.RetryPolicy is { } policy
                ? Temporalio.Common.RetryPolicy.FromProto(policy)
                : null,
            Root: started.RootWorkflowExecution is { } root ? new(root.RunId, root.WorkflowId) : null,
            RunId: start.RunId,
            RunTimeout: NullIfZero(started.WorkflowRunTimeout),
            StartTime: start.FirstTaskTime,
            TaskQueue: started.TaskQueue?.Name ?? settings.TaskQueue,
            TaskTimeout: NullIfZero(started.WorkflowTaskTimeout) ?? DefaultTaskTimeout,
            WorkflowId: start.WorkflowId,
            WorkflowStartTime: start.WorkflowStartTime,
            WorkflowType: started.WorkflowType.Name);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static TimeSpan? NullIfZero(Duration? duration) =>
        duration == null || (duration.Seconds == 0 && duration.Nanos == 0) ? null : duration.ToTimeSpan();
}
