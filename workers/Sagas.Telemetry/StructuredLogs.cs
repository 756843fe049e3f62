using Microsoft.Extensions.Logging;

namespace Sagas.Telemetry;

/// <summary>One JSON object per line on standard output, with the trace it belongs to.</summary>
public static class StructuredLogs
{
    /// <summary>Replaces every other provider.</summary>
    /// <param name="logging">The process's logging.</param>
    public static ILoggingBuilder AddStructuredLogs(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Npgsql", LogLevel.Warning);
        logging.Configure(options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        return logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
    }
}
