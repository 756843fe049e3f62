using Temporalio.Api.Common.V1;
using Temporalio.Converters;
using Priority = Temporalio.Common.Priority;
using RetryPolicy = Temporalio.Common.RetryPolicy;

namespace Temporalio.Activities;

/// <summary>Facts of one attempt of an activity.</summary>
/// <param name="ActivityId">Activity id.</param>
/// <param name="ActivityType">Activity type.</param>
/// <param name="Attempt">Attempt, from 1.</param>
/// <param name="CurrentAttemptScheduledTime">When this attempt was scheduled.</param>
/// <param name="DataConverter">Converter, for this activity.</param>
/// <param name="HeartbeatDetails">Details of the last heartbeat of earlier attempts, still encoded.</param>
/// <param name="HeartbeatTimeout">Longest time between heartbeats; null means no limit.</param>
/// <param name="IsLocal">Whether it is a local activity.</param>
/// <param name="Namespace">Namespace.</param>
/// <param name="Priority">Priority.</param>
/// <param name="RetryPolicy">Retry policy, as the server applies it.</param>
/// <param name="ScheduleToCloseTimeout">Longest time of all attempts; null means no limit.</param>
/// <param name="ScheduledTime">When the first attempt was scheduled.</param>
/// <param name="StartToCloseTimeout">Longest time of this attempt; null means no limit.</param>
/// <param name="StartedTime">When this attempt was started.</param>
/// <param name="TaskQueue">Task queue of the activity.</param>
/// <param name="TaskToken">Token by which this attempt can be completed from outside.</param>
/// <param name="WorkflowId">Workflow id, if it belongs to one.</param>
/// <param name="WorkflowNamespace">Namespace of the workflow, if it belongs to one.</param>
/// <param name="WorkflowRunId">Run id of the workflow, if it belongs to one.</param>
/// <param name="WorkflowType">Workflow type, if it belongs to one.</param>
public record ActivityInfo(
    string ActivityId,
    string ActivityType,
    int Attempt,
    DateTime CurrentAttemptScheduledTime,
    [property: System.Text.Json.Serialization.JsonIgnore] DataConverter DataConverter,
    IReadOnlyCollection<Payload> HeartbeatDetails,
    TimeSpan? HeartbeatTimeout,
    bool IsLocal,
    string Namespace,
    Priority Priority,
    RetryPolicy? RetryPolicy,
    TimeSpan? ScheduleToCloseTimeout,
    DateTime ScheduledTime,
    TimeSpan? StartToCloseTimeout,
    DateTime StartedTime,
    string TaskQueue,
    byte[] TaskToken,
    string? WorkflowId,
    string? WorkflowNamespace,
    string? WorkflowRunId,
    string? WorkflowType)
{
    private Dictionary<string, object>? _loggerScope;

    /// <summary>Whether it belongs to a workflow.</summary>
    public bool IsWorkflowActivity => WorkflowId != null;

    /// <summary>Values that log lines of the activity carry.</summary>
    internal IReadOnlyDictionary<string, object> LoggerScope => _loggerScope ??= new()
    {
        ["ActivityId"] = ActivityId,
        ["ActivityType"] = ActivityType,
        ["Attempt"] = Attempt,
        ["Namespace"] = Namespace,
        ["WorkflowId"] = WorkflowId ?? string.Empty,
        ["WorkflowRunId"] = WorkflowRunId ?? string.Empty,
        ["WorkflowType"] = WorkflowType ?? string.Empty,
    };

    /// <summary>Decodes and converts one detail of the last heartbeat of earlier attempts.</summary>
    /// <typeparam name="T">Type wanted.</typeparam>
    /// <param name="index">Position, from 0.</param>
    /// <returns>The detail.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such detail.</exception>
    public async Task<T> HeartbeatDetailAtAsync<T>(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, HeartbeatDetails.Count);
        return await DataConverter.ToValueAsync<T>(HeartbeatDetails.ElementAt(index)).ConfigureAwait(false);
    }
}
