namespace Sagas.Workers;

/// <summary>Everything this project logs: ids and counts, never names, addresses or keys. Events 3000 to 3099.</summary>
internal static partial class Logs
{
    [LoggerMessage(3000, LogLevel.Information, "Worker ready: role {Role}, task queues {Queues}, health on {Address}.")]
    public static partial void Ready(this ILogger logger, string role, string queues, string address);

    [LoggerMessage(3001, LogLevel.Information, "Stop asked for: taking no more tasks, finishing those in hand.")]
    public static partial void Draining(this ILogger logger);

    [LoggerMessage(3002, LogLevel.Warning, "The database cannot be reached ({Error}); trying again in {Pause}.")]
    public static partial void DatabaseAway(this ILogger logger, string error, TimeSpan pause);

    [LoggerMessage(3003, LogLevel.Warning, "Temporal at {Address} cannot be reached ({Error}); trying again in {Pause}.")]
    public static partial void TemporalAway(this ILogger logger, string address, string error, TimeSpan pause);

    [LoggerMessage(3004, LogLevel.Warning,
        "{Activity} of booking {BookingId} failed in attempt {Attempt} [{WorkflowId} {RunId}]")]
    public static partial void AttemptFailed(
        this ILogger logger, Exception error, string activity, int attempt, string bookingId, string workflowId, string runId);

    [LoggerMessage(3005, LogLevel.Information,
        "{Activity} of booking {BookingId} was refused in attempt {Attempt}: {Refusal} [{WorkflowId} {RunId}]")]
    public static partial void AttemptRefused(
        this ILogger logger, string activity, int attempt, string bookingId, string workflowId, string runId, string refusal);
}
