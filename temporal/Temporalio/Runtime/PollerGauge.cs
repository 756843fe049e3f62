using Temporalio.Common;

namespace Temporalio.Runtime;

/// <summary>How many polls of one kind wait for a task.</summary>
internal sealed class PollerGauge
{
    public const string WorkflowTask = "workflow_task";
    public const string StickyWorkflowTask = "sticky_workflow_task";
    public const string ActivityTask = "activity_task";
    public const string NexusTask = "nexus_task";

    private readonly LevelGauge _level;

    public PollerGauge(SdkMetrics metrics, string pollerType)
    {
        var tagged = metrics.WithTags([new("poller_type", pollerType)]);
        var gauge = tagged.Gauge("num_pollers", "Polls that wait for a task");
        _level = new(tagged, polls => gauge.Set(polls));
    }

    /// <summary>Counts a poll while it waits.</summary>
    public async Task<T> CountAsync<T>(Func<Task<T>> poll)
    {
        _level.Add(1);
        try
        {
            return await poll().ConfigureAwait(false);
        }
        finally
        {
            _level.Add(-1);
        }
    }
}
