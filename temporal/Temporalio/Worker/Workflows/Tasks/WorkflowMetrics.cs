using System.Diagnostics;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Runtime;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>Counts and times workflows and their tasks under the names every Temporal SDK uses.</summary>
internal sealed class WorkflowMetrics(SdkMetrics? metrics)
{
    private readonly MetricCounter<long>? _polled = metrics?.Counter(
        "workflow_task_queue_poll_succeed", "Polls with a workflow task");

    private readonly MetricCounter<long>? _polledNothing = metrics?.Counter(
        "workflow_task_queue_poll_empty", "Polls without a workflow task");

    private readonly SdkMetrics.Latency? _scheduleToStart = metrics?.Histogram(
        "workflow_task_schedule_to_start_latency", "Time from schedule to start of workflow tasks");

    private readonly SdkMetrics.Latency? _replay = metrics?.Histogram(
        "workflow_task_replay_latency", "Time until the workflow has caught up with the history of a task");

    private readonly SdkMetrics.Latency? _execution = metrics?.Histogram(
        "workflow_task_execution_latency", "Time of workflow tasks");

    private readonly MetricCounter<long>? _taskFailed = metrics?.Counter(
        "workflow_task_execution_failed", "Failed workflow tasks");

    private readonly MetricCounter<long>? _hits = metrics?.Counter("sticky_cache_hit", "Tasks of cached workflows");

    private readonly MetricCounter<long>? _misses = metrics?.Counter(
        "sticky_cache_miss", "Tasks of workflows that are no longer cached");

    private readonly MetricCounter<long>? _evicted = metrics?.Counter(
        "sticky_cache_total_forced_eviction", "Workflows that left the cache for want of room");

    private readonly MetricGauge<long>? _size = metrics?.Gauge("sticky_cache_size", "Cached workflows");

    private readonly MetricCounter<long>? _completed = metrics?.Counter("workflow_completed", "Completed workflows");

    private readonly MetricCounter<long>? _cancelled = metrics?.Counter("workflow_canceled", "Cancelled workflows");

    private readonly MetricCounter<long>? _failed = metrics?.Counter("workflow_failed", "Failed workflows");

    private readonly MetricCounter<long>? _continued = metrics?.Counter(
        "workflow_continue_as_new", "Workflows continued as new");

    private readonly SdkMetrics.Latency? _endToEnd = metrics?.Histogram(
        "workflow_endtoend_latency", "Time from start to end of workflow runs");

    private readonly PollerGauge? _pollers = metrics == null ? null : new(metrics, PollerGauge.WorkflowTask);

    private readonly PollerGauge? _stickyPollers = metrics == null ? null : new(metrics, PollerGauge.StickyWorkflowTask);

    private bool IsEnabled => metrics?.IsEnabled == true;

    /// <summary>Counts a poll while it waits.</summary>
    public Task<PollWorkflowTaskQueueResponse> PollAsync(bool isSticky, Func<Task<PollWorkflowTaskQueueResponse>> poll) =>
        (isSticky ? _stickyPollers : _pollers)?.CountAsync(poll) ?? poll();

    public void Polled(bool hasTask)
    {
        if (IsEnabled)
        {
            (hasTask ? _polled : _polledNothing)!.Add(1);
        }
    }

    /// <summary>A task is worked on.</summary>
    /// <returns>When it began, for <see cref="TaskEnded" />; 0 when nobody wants to know.</returns>
    public long TaskStarted(PollWorkflowTaskQueueResponse task, bool isCached)
    {
        if (!IsEnabled)
        {
            return 0;
        }
        if (task.StartedTime is { } started && task.ScheduledTime is { } scheduled)
        {
            _scheduleToStart!.Record(started.ToDateTime() - scheduled.ToDateTime());
        }
        if (isCached)
        {
            _hits!.Add(1, Tags(task.WorkflowType?.Name));
        }
        else if (task.PreviousStartedEventId > 0)
        {
            _misses!.Add(1);
        }
        return Stopwatch.GetTimestamp();
    }

    /// <summary>The workflow stands where the task begins that is new to it.</summary>
    public void CaughtUp(PollWorkflowTaskQueueResponse task, long began)
    {
        if (began != 0 && task.Query == null)
        {
            _replay!.Record(Stopwatch.GetElapsedTime(began), Tags(task.WorkflowType?.Name));
        }
    }

    public void Evicted()
    {
        if (IsEnabled)
        {
            _evicted!.Add(1);
        }
    }

    public void TaskEnded(PollWorkflowTaskQueueResponse task, long began, int cached)
    {
        if (began != 0)
        {
            _execution!.Record(Stopwatch.GetElapsedTime(began), Tags(task.WorkflowType?.Name));
            _size!.Set(cached);
        }
    }

    public void TaskFailed(PollWorkflowTaskQueueResponse task, Exception failure)
    {
        if (IsEnabled)
        {
            var reason = failure is WorkflowNondeterminismException ? "NonDeterminismError" : "WorkflowError";
            _taskFailed!.Add(1, [.. Tags(task.WorkflowType?.Name), new("failure_reason", reason)]);
        }
    }

    /// <summary>A run has ended by a command that the server accepted.</summary>
    public void Closed(WorkflowInfo info, CommandType by)
    {
        if (!IsEnabled)
        {
            return;
        }
        var ended = by switch
        {
            CommandType.CompleteWorkflowExecution => _completed,
            CommandType.CancelWorkflowExecution => _cancelled,
            CommandType.ContinueAsNewWorkflowExecution => _continued,
            _ => _failed,
        };
        ended!.Add(1, Tags(info.WorkflowType));
        _endToEnd!.Record(DateTime.UtcNow - info.StartTime, Tags(info.WorkflowType));
    }

    private static KeyValuePair<string, object>[] Tags(string? workflowType) =>
        [new("workflow_type", workflowType ?? string.Empty)];
}
