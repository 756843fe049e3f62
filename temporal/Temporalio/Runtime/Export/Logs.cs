using Microsoft.Extensions.Logging;

namespace Temporalio.Runtime.Export;

/// <summary>Log messages of the exporters of metrics: 2050 to 2099.</summary>
internal static partial class Logs
{
    [LoggerMessage(2050, LogLevel.Debug, "A request for metrics was broken off")]
    public static partial void PrometheusRequestFailed(ILogger logger, Exception error);

    [LoggerMessage(2051, LogLevel.Warning, "Metrics could not be sent to {Url}; they will be with the next ones")]
    public static partial void MetricsNotSent(ILogger logger, Uri url, Exception error);
}
