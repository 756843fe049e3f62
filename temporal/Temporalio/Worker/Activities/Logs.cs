using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Activities;

/// <summary>Log lines of the activity worker, numbers 2100 to 2199.</summary>
internal static partial class Logs
{
    [LoggerMessage(2100, LogLevel.Warning, "Poll for activity tasks of {TaskQueue} failed, next in {Seconds} s")]
    public static partial void PollFailed(ILogger log, Exception e, string taskQueue, double seconds);

    [LoggerMessage(
        2101, LogLevel.Information, "Activity worker of {TaskQueue} is stopping; {Count} activities have {Seconds} s")]
    public static partial void Draining(ILogger log, string taskQueue, int count, double seconds);

    [LoggerMessage(2102, LogLevel.Warning, "Activity {ActivityType} with id {ActivityId} failed in attempt {Attempt}")]
    public static partial void ActivityFailed(
        ILogger log, Exception e, string activityType, string activityId, int attempt);

    [LoggerMessage(
        2103,
        LogLevel.Warning,
        "Server no longer knows activity {ActivityType} with id {ActivityId}, its outcome is dropped")]
    public static partial void ActivityGone(ILogger log, string activityType, string activityId);

    [LoggerMessage(
        2104, LogLevel.Error, "Outcome of activity {ActivityType} with id {ActivityId} could not be reported")]
    public static partial void NotReported(ILogger log, Exception e, string activityType, string activityId);

    [LoggerMessage(2105, LogLevel.Warning, "Heartbeat of activity {ActivityId} failed")]
    public static partial void HeartbeatFailed(ILogger log, Exception e, string activityId);

    [LoggerMessage(2106, LogLevel.Warning, "Heartbeat of activity {ActivityId} could not be encoded")]
    public static partial void HeartbeatNotEncoded(ILogger log, Exception e, string activityId);
}
