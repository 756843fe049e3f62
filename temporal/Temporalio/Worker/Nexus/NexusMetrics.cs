using System.Diagnostics;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;
using Temporalio.Runtime;

namespace Temporalio.Worker.Nexus;

/// <summary>Counts and times calls of Nexus handlers under the names every Temporal SDK uses.</summary>
internal sealed class NexusMetrics(SdkMetrics metrics)
{
    private readonly MetricCounter<long> _polledNothing = metrics.Counter(
        "nexus_poll_no_task", "Polls without a Nexus task");

    private readonly SdkMetrics.Latency _scheduleToStart = metrics.Histogram(
        "nexus_task_schedule_to_start_latency", "Time from schedule to start of Nexus tasks");

    private readonly SdkMetrics.Latency _execution = metrics.Histogram(
        "nexus_task_execution_latency", "Time of Nexus handlers");

    private readonly SdkMetrics.Latency _endToEnd = metrics.Histogram(
        "nexus_task_endtoend_latency", "Time from schedule to end of Nexus tasks");

    private readonly PollerGauge _pollers = new(metrics, PollerGauge.NexusTask);

    /// <summary>Counts a poll while it waits.</summary>
    public Task<PollNexusTaskQueueResponse> PollAsync(Func<Task<PollNexusTaskQueueResponse>> poll) =>
        _pollers.CountAsync(poll);

    public void PolledNothing() => _polledNothing.Add(1);

    /// <summary>Times a call.</summary>
    public async Task TimeAsync(PollNexusTaskQueueResponse task, Func<Task> call)
    {
        var waited = task.Request.ScheduledTime is { } scheduled ? DateTime.UtcNow - scheduled.ToDateTime() : TimeSpan.Zero;
        _scheduleToStart.Record(waited);
        var began = Stopwatch.GetTimestamp();
        await call().ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(began);
        _execution.Record(took);
        _endToEnd.Record(waited + took);
    }
}
