using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;
using Temporalio.Runtime;

namespace Temporalio.Worker.Activities;

/// <summary>Counts and times activities under the names every Temporal SDK uses.</summary>
internal sealed class ActivityMetrics(SdkMetrics metrics)
{
    private readonly MetricCounter<long> _received = metrics.Counter(
        "activity_task_received", "Activity tasks received");

    private readonly MetricCounter<long> _polledNothing = metrics.Counter(
        "activity_poll_no_task", "Polls without an activity task");

    private readonly MetricCounter<long> _failed = metrics.Counter("activity_execution_failed", "Failed activities");

    private readonly MetricCounter<long> _cancelled = metrics.Counter(
        "activity_execution_cancelled", "Cancelled activities");

    private readonly MetricCounter<long> _unregistered = metrics.Counter(
        "unregistered_activity_invocation", "Activity tasks of unknown type");

    private readonly SdkMetrics.Latency _latency = metrics.Histogram(
        "activity_execution_latency", "Time of activity attempts");

    private readonly SdkMetrics.Latency _scheduleToStart = metrics.Histogram(
        "activity_schedule_to_start_latency", "Time from schedule to start of activity attempts");

    private readonly SdkMetrics.Latency _endToEnd = metrics.Histogram(
        "activity_succeed_endtoend_latency", "Time from first schedule to success of activities");

    private readonly PollerGauge _pollers = new(metrics, PollerGauge.ActivityTask);

    /// <summary>Counts a poll while it waits.</summary>
    public Task<PollActivityTaskQueueResponse> PollAsync(Func<Task<PollActivityTaskQueueResponse>> poll) =>
        _pollers.CountAsync(poll);

    public void Started(PollActivityTaskQueueResponse task, bool isEager)
    {
        if (!metrics.IsEnabled)
        {
            return;
        }
        _received.Add(1, [.. Tags(task), new("eager", isEager)]);
        if (task.StartedTime is { } started && task.CurrentAttemptScheduledTime is { } scheduled)
        {
            _scheduleToStart.Record(started.ToDateTime() - scheduled.ToDateTime());
        }
    }

    public void PolledNothing()
    {
        if (metrics.IsEnabled)
        {
            _polledNothing.Add(1);
        }
    }

    public void Unregistered(PollActivityTaskQueueResponse task)
    {
        if (metrics.IsEnabled)
        {
            _unregistered.Add(1, Tags(task));
        }
    }

    public void Ended(PollActivityTaskQueueResponse task, TimeSpan duration, ActivityOutcome outcome)
    {
        if (!metrics.IsEnabled)
        {
            return;
        }
        _latency.Record(duration, Tags(task));
        switch (outcome.Kind)
        {
            case ActivityOutcomeKind.Completed when task.ScheduledTime is { } scheduled:
                _endToEnd.Record(DateTime.UtcNow - scheduled.ToDateTime(), Tags(task));
                break;
            case ActivityOutcomeKind.Failed when !outcome.IsBenign:
                _failed.Add(1, [.. Tags(task), SdkMetrics.ActivityError]);
                break;
            case ActivityOutcomeKind.Cancelled:
                _cancelled.Add(1, Tags(task));
                break;
            default:
                break;
        }
    }

    private static KeyValuePair<string, object>[] Tags(PollActivityTaskQueueResponse task) =>
    [
        new("activity_type", task.ActivityType.Name),
        new("workflow_type", task.WorkflowType?.Name ?? string.Empty),
    ];
}
