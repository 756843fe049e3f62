using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
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

    /// <summary>The options that result from a change. A faulty change or result is INVALID_ARGUMENT.</summary>
    /// <param name="activity">What holds now; not modified.</param>
    /// <param name="given">The caller's values.</param>
    /// <param name="mask">Fields to take over, with or without underscores; unknown ones are ignored.</param>
    public static ActivityOptions Merge(ActivityInfo activity, ActivityOptions? given, FieldMask? mask)
    {
        if (given is null)
        {
            throw RpcErrors.InvalidArgument("ActivityOptions are not provided");
        }

        if (mask is null)
        {
            throw RpcErrors.InvalidArgument("UpdateMask is not provided");
        }

        var result = Of(activity).Clone();
        foreach (var path in mask.Paths.Select(path => path.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()))
        {
            RefuseAbsent(path, "PRIORITY.", "Priority", given.Priority);
            RefuseAbsent(path, "RETRYPOLICY.", "RetryPolicy", given.RetryPolicy);
            RefuseAbsent(path, "TASKQUEUE", "TaskQueue", given.TaskQueue);
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

        RefuseFaults(activity, result);
        result.RetryPolicy = RetryRules.Complete(result.RetryPolicy);
        ActivityTimeouts.Complete(result);
        return result;
    }

    /// <summary>Whoever changes a field of a message gives the message.</summary>
    private static void RefuseAbsent(string path, string prefix, string name, IMessage? given)
    {
        if (given is null && path.StartsWith(prefix, StringComparison.Ordinal))
        {
            throw RpcErrors.InvalidArgument($"{name} is not provided");
        }
    }

    private static void Take(ActivityOptions to, ActivityOptions from, string path)
    {
        switch (path)
        {
            case "TASKQUEUE" or "TASKQUEUE.NAME":
                to.TaskQueue.Name = from.TaskQueue.Name;
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
                to.RetryPolicy.InitialInterval = from.RetryPolicy.InitialInterval;
                break;
            case "RETRYPOLICY.BACKOFFCOEFFICIENT":
                to.RetryPolicy.BackoffCoefficient = from.RetryPolicy.BackoffCoefficient;
                break;
            case "RETRYPOLICY.MAXIMUMINTERVAL":
                to.RetryPolicy.MaximumInterval = from.RetryPolicy.MaximumInterval;
                break;
            case "RETRYPOLICY.MAXIMUMATTEMPTS":
                to.RetryPolicy.MaximumAttempts = from.RetryPolicy.MaximumAttempts;
                break;
        }
    }

    private static void RefuseFaults(ActivityInfo activity, ActivityOptions options)
    {
        var fault = QueueNames.Fault(options.TaskQueue) ?? RetryRules.Validate(options.RetryPolicy)
            ?? ActivityTimeouts.Of(options).Fault(activity.ActivityId, activity.ActivityType);
        if (fault is not null)
        {
            throw RpcErrors.InvalidArgument(fault);
        }
    }
}
