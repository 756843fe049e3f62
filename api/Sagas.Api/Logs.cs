namespace Sagas.Api;

/// <summary>Every log line of the API: numbers 5000 to 5999. Neither names, addresses nor keys appear in one.</summary>
internal static partial class Logs
{
    [LoggerMessage(5000, LogLevel.Information, "API ready at {Urls}")]
    public static partial void Ready(this ILogger logger, string urls);

    [LoggerMessage(5001, LogLevel.Error, "Request {Method} {Path} failed [{TraceId}]")]
    public static partial void RequestFailed(
        this ILogger logger, Exception error, string method, string path, string traceId);

    [LoggerMessage(5002, LogLevel.Warning, "Request {Method} {Path} answered 503: {Reason}")]
    public static partial void DependencyDown(this ILogger logger, string method, string path, string reason);

    [LoggerMessage(5003, LogLevel.Warning,
        "Booking {BookingId} is accepted but its workflow is not started yet ({Reason}); the sweeper will start it")]
    public static partial void StartLeftToSweeper(this ILogger logger, string bookingId, string reason);

    [LoggerMessage(5004, LogLevel.Information, "Started the workflow of booking {BookingId}, accepted {Seconds} s ago")]
    public static partial void Swept(this ILogger logger, string bookingId, int seconds);

    [LoggerMessage(5005, LogLevel.Warning, "Sweep for bookings without a workflow failed: {Reason}")]
    public static partial void SweepFailed(this ILogger logger, string reason);

    [LoggerMessage(5006, LogLevel.Information, "Support {Who} asked for {Action} of booking {BookingId}: {Outcome}")]
    public static partial void Repair(this ILogger logger, string who, string action, string bookingId, string outcome);

    [LoggerMessage(5007, LogLevel.Debug, "Timeline of booking {BookingId} comes from its facts: {Reason}")]
    public static partial void TimelineFromFacts(this ILogger logger, string bookingId, string reason);

    [LoggerMessage(5020, LogLevel.Warning, "Booking {BookingId} is open and its workflow is not ({Cause}): its recovery is started")]
    public static partial void RecoveryStarted(this ILogger logger, string bookingId, string cause);

    [LoggerMessage(5021, LogLevel.Error,
        "Booking {BookingId} is open although its recovery has ended: look at both workflows in the Temporal UI")]
    public static partial void RecoveryLeftOpen(this ILogger logger, string bookingId);

    [LoggerMessage(5008, LogLevel.Warning, "The numbers for dashboards cannot be read: {Reason}")]
    public static partial void GaugesFailed(this ILogger logger, string reason);

    [LoggerMessage(5009, LogLevel.Warning, "An event of Stripe is refused: {Fault}")]
    public static partial void WebhookRefused(this ILogger logger, string fault);

    [LoggerMessage(5010, LogLevel.Information, "Event {EventId} ({Type}) of Stripe: the saga of booking {BookingId} {Told}")]
    public static partial void WebhookTaken(
        this ILogger logger, string eventId, string type, string bookingId, string told);

    [LoggerMessage(5011, LogLevel.Warning, "Whether booking {BookingId} waits for its customer cannot be read: {Reason}")]
    public static partial void CustomerNotLookedFor(this ILogger logger, string bookingId, string reason);
}
