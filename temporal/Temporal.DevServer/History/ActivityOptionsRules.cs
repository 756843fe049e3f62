using Temporal.DevServer.Grpc;
using Temporal.DevServer.State;
using Temporalio.Api.Activity.V1;

namespace Temporal.DevServer.History;

/// <summary>The options of a pending activity, read and changed field by field as a field mask names them.</summary>
internal static class ActivityOptionsRules
{
    /// <summary>What an activity runs with now.</summary>
    public static ActivityOptions Of(ActivityInfo activity) => new()
    {
        TaskQueue = new() { Name = activity.TaskQueue, Kind = Temporalio.Api.Enums.V1.TaskQueueKind.Normal },
        ScheduleToCloseTimeout = activity.ScheduleToClose ?? new(),
        ScheduleToStartTimeout = activity.ScheduleToStart ?? new(),
        StartToCloseTimeout = activity.StartToClose ?? new(),
        HeartbeatTimeout = activity.Heartbeat ?? new(),
        RetryPolicy = activity.RetryPolicy,
        Priority = activity.Priority,
    };

    /// <summary>The options that result from a change. A faulty result is INVALID_ARGUMENT.</summary>
    /// <param name="now">What holds now; not modified.</param>
    /// <param name="given">The caller's values.</param>
    /// <param name="paths">Fields to take over, with or without underscores; unknown ones are ignored.</param>
    /// <param name="run">Timeout of the run; zero for none.</param>
    public static ActivityOptions Merge(
        ActivityOptions now, ActivityOptions given, IEnumerable<string> paths, TimeSpan run)
    {
        var result = now.Clone();
        foreach (var path in paths.Select(path => path.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()))
        {
            var priority = result.Priority;
            if (PriorityRules.TryTake(path, ref priority, given.Priority))
            {
                result.Priority = priority;
            }
            else
            {
                Take(result, given, path);
            }
        }

        RefuseFaults(result);
        result.RetryPolicy = RetryRules.Complete(result.RetryPolicy);
        ActivityTimeouts.Complete(result, run);
        return result;
    }

    private static void Take(ActivityOptions to, ActivityOptions from, string path)
    {
        switch (path)
        {
            case "TASKQUEUE" or "TASKQUEUE.NAME":
                to.TaskQueue.Name = from.TaskQueue?.Name ?? "";
                break;
            case "SCHEDULETOCLOSETIMEOUT":
                to.ScheduleToCloseTimeout = from.ScheduleToCloseTimeout ?? new();
                break;
            case "SCHEDULETOSTARTTIMEOUT":
                to.ScheduleToStartTimeout = from.ScheduleToStartTimeout ?? new();
                break;
            case "STARTTOCLOSETIMEOUT":
                to.StartToCloseTimeout = from.StartToCloseTimeout ?? new();
                break;
            case "HEARTBEATTIMEOUT":
                to.HeartbeatTimeout = from.HeartbeatTimeout ?? new();
                break;
            case "RETRYPOLICY":
                to.RetryPolicy = from.RetryPolicy;
                break;
            default:
                TakeRetry(to, from, path);
                break;
        }
    }

    private static void TakeRetry(ActivityOptions to, ActivityOptions from, string path)
    {
        to.RetryPolicy ??= new();
        switch (path)
        {
            case "RETRYPOLICY.INITIALINTERVAL":
                to.RetryPolicy.InitialInterval = from.RetryPolicy?.InitialInterval;
                break;
            case "RETRYPOLICY.BACKOFFCOEFFICIENT":
                to.RetryPolicy.BackoffCoefficient = from.RetryPolicy?.BackoffCoefficient ?? 0;
                break;
            case "RETRYPOLICY.MAXIMUMINTERVAL":
                to.RetryPolicy.MaximumInterval = from.RetryPolicy?.MaximumInterval;
                break;
            case "RETRYPOLICY.MAXIMUMATTEMPTS":
                to.RetryPolicy.MaximumAttempts = from.RetryPolicy?.MaximumAttempts ?? 0;
                break;
        }
    }

    private static void RefuseFaults(ActivityOptions options)
    {
        var fault = QueueNames.Fault(options.TaskQueue) ?? RetryRules.Validate(options.RetryPolicy);
        if (fault is null && (options.ScheduleToCloseTimeout.IsNegative() || options.ScheduleToStartTimeout.IsNegative()
            || options.StartToCloseTimeout.IsNegative() || options.HeartbeatTimeout.IsNegative()))
        {
            fault = "invalid activity options: negative timeout";
        }

        if (fault is null && !options.StartToCloseTimeout.IsPositive() && !options.ScheduleToCloseTimeout.IsPositive())
        {
            fault = "a valid StartToClose or ScheduleToCloseTimeout is not set on the activity options";
        }

        if (fault is not null)
        {
            throw RpcErrors.InvalidArgument(fault);
        }
    }
}
