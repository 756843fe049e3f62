using Temporalio.Api.Common.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Priority = Temporalio.Common.Priority;
using RetryPolicy = Temporalio.Common.RetryPolicy;

namespace Temporalio.Workflows;

/// <summary>Facts of a workflow run that never change while it runs.</summary>
/// <param name="Attempt">Attempt of the run, from 1.</param>
/// <param name="ContinuedRunId">Run id that this one continues, if any.</param>
/// <param name="CronSchedule">Cron schedule, if any.</param>
/// <param name="ExecutionTimeout">Longest time of the chain of runs; null means no limit.</param>
/// <param name="FirstExecutionRunId">First run id of the chain.</param>
/// <param name="Headers">Headers of the start.</param>
/// <param name="LastFailure">Failure of the previous run, if any.</param>
/// <param name="LastResult">Result of the last successful cron run, if any.</param>
/// <param name="Namespace">Namespace.</param>
/// <param name="OriginalExecutionRunId">Run id of the run that this one goes back to through resets.</param>
/// <param name="Parent">Parent workflow, if any.</param>
/// <param name="Priority">Priority of the workflow.</param>
/// <param name="RetryPolicy">Retry policy of the workflow, if any.</param>
/// <param name="Root">Root of the tree of workflows; null when this is the root.</param>
/// <param name="RunId">Run id.</param>
/// <param name="RunTimeout">Longest time of this run; null means no limit.</param>
/// <param name="StartTime">Time of the first workflow task.</param>
/// <param name="TaskQueue">Task queue.</param>
/// <param name="TaskTimeout">Longest time of one workflow task.</param>
/// <param name="WorkflowId">Workflow id.</param>
/// <param name="WorkflowStartTime">Time at which the server started the run.</param>
/// <param name="WorkflowType">Workflow type.</param>
public record WorkflowInfo(
    int Attempt,
    string? ContinuedRunId,
    string? CronSchedule,
    TimeSpan? ExecutionTimeout,
    string FirstExecutionRunId,
    IReadOnlyDictionary<string, Payload>? Headers,
    Exception? LastFailure,
    IReadOnlyCollection<IRawValue>? LastResult,
    string Namespace,
    string OriginalExecutionRunId,
    WorkflowInfo.ParentInfo? Parent,
    Priority Priority,
    RetryPolicy? RetryPolicy,
    WorkflowInfo.RootInfo? Root,
    string RunId,
    TimeSpan? RunTimeout,
    DateTime StartTime,
    string TaskQueue,
    TimeSpan TaskTimeout,
    string WorkflowId,
    DateTime WorkflowStartTime,
    string WorkflowType)
{
    /// <summary>Gets the scope values that workflow loggers carry.</summary>
    internal Dictionary<string, object> LoggerScope => new()
    {
        ["Attempt"] = Attempt,
        ["FirstExecutionRunId"] = FirstExecutionRunId,
        ["Namespace"] = Namespace,
        ["RunId"] = RunId,
        ["TaskQueue"] = TaskQueue,
        ["WorkflowId"] = WorkflowId,
        ["WorkflowType"] = WorkflowType,
    };

    /// <summary>The parent of a child workflow.</summary>
    /// <param name="Namespace">Namespace.</param>
    /// <param name="RunId">Run id.</param>
    /// <param name="WorkflowId">Workflow id.</param>
    public record ParentInfo(string Namespace, string RunId, string WorkflowId);

    /// <summary>The root of a tree of workflows.</summary>
    /// <param name="RunId">Run id.</param>
    /// <param name="WorkflowId">Workflow id.</param>
    public record RootInfo(string RunId, string WorkflowId);
}
