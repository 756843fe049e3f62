using Temporalio.Worker.Tuning;

namespace Temporalio.Worker;

/// <summary>What may be wrong with the way in which a worker is to ask for tasks, in the official words.</summary>
internal static class PollingFaults
{
    /// <summary>Refuses options that do not work.</summary>
    /// <exception cref="InvalidOperationException">The options have a fault, as on the official package.</exception>
    public static void Refuse(TemporalWorkerOptions options)
    {
        var workflow = options.WorkflowTaskPollerBehavior ??
            new PollerBehavior.SimpleMaximum(options.MaxConcurrentWorkflowTaskPolls);
        PollerBehavior[] pollers =
        [
            workflow,
            options.ActivityTaskPollerBehavior ??
                new PollerBehavior.SimpleMaximum(options.MaxConcurrentActivityTaskPolls),
            options.NexusTaskPollerBehavior ?? new PollerBehavior.SimpleMaximum(options.MaxConcurrentNexusTaskPolls),
        ];
        List<string> faults = [.. pollers.Select(FaultOf).OfType<string>().Distinct()];
        if (options.MaxCachedWorkflows > 0 && workflow is PollerBehavior.SimpleMaximum { Maximum: 1 })
        {
            // One poll cannot ask both queues.
            faults.Add("`max_cached_workflows` > 0 requires `workflow_task_poller_behavior` to be at least 2");
        }
        if (options.MaxActivitiesPerSecond < 0)
        {
            faults.Add("`max_worker_activities_per_second` must be positive and nonzero");
        }
        if (faults.Count > 0)
        {
            throw new InvalidOperationException($"Invalid options: {string.Join("; ", faults)}");
        }
    }

    private static string? FaultOf(PollerBehavior poller) => poller switch
    {
        PollerBehavior.SimpleMaximum { Maximum: < 1 } => "SimpleMaximum poller behavior must be at least 1",
        PollerBehavior.Autoscaling scaling when scaling.Minimum > scaling.Maximum =>
            "Autoscaling maximum must be greater than or equal to minimum",
        _ => null,
    };
}
