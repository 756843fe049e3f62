using Temporalio.Api.Failure.V1;
using Temporalio.Common;
using Temporalio.Runtime;
using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.LocalActivities;

/// <summary>Counts and times local activities under the names every Temporal SDK uses.</summary>
internal sealed class LocalActivityMetrics(SdkMetrics metrics)
{
    private readonly MetricCounter<long> _total = metrics.Counter("local_activity_total", "Attempts of local activities");

    private readonly MetricCounter<long> _failed = metrics.Counter(
        "local_activity_execution_failed", "Failed attempts of local activities");

    private readonly MetricCounter<long> _cancelled = metrics.Counter(
        "local_activity_execution_cancelled", "Cancelled local activities");

    private readonly SdkMetrics.Latency _latency = metrics.Histogram(
        "local_activity_execution_latency", "Time of attempts of local activities");

    private readonly SdkMetrics.Latency _endToEnd = metrics.Histogram(
        "local_activity_succeed_endtoend_latency", "Time from first schedule to success of local activities");

    public void Started(LocalActivityRequest request)
    {
        if (metrics.IsEnabled)
        {
            _total.Add(1, Tags(request));
        }
    }

    public void Ended(LocalActivityRequest request, TimeSpan duration, Outcome outcome)
    {
        if (!metrics.IsEnabled)
        {
            return;
        }
        _latency.Record(duration, Tags(request));
        switch (outcome.Failure)
        {
            case null:
                _endToEnd.Record(DateTime.UtcNow - request.OriginalScheduleTime, Tags(request));
                break;
            case { FailureInfoCase: Failure.FailureInfoOneofCase.CanceledFailureInfo }:
                _cancelled.Add(1, Tags(request));
                break;
            case { ApplicationFailureInfo.Category: Api.Enums.V1.ApplicationErrorCategory.Benign }:
                break;
            default:
                _failed.Add(1, [.. Tags(request), SdkMetrics.ActivityError]);
                break;
        }
    }

    private static KeyValuePair<string, object>[] Tags(LocalActivityRequest request) =>
    [
        new("activity_type", request.ActivityType),
        new("workflow_type", request.Workflow.WorkflowType),
    ];
}
