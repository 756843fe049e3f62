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
}
