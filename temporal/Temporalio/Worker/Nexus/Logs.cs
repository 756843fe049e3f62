using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Nexus;

/// <summary>Log lines about Nexus tasks. numbers 2300 to 2399.</summary>
internal static partial class Logs
{
    [LoggerMessage(2300, LogLevel.Warning, "Poll for Nexus tasks on queue {TaskQueue} failed; next one in {Seconds} s")]
    public static partial void PollFailed(ILogger logger, Exception exception, string taskQueue, double seconds);

    [LoggerMessage(2301, LogLevel.Warning, "Nexus operation {Operation} of service {Service} failed")]
    public static partial void CallFailed(ILogger logger, Exception exception, string service, string operation);

    [LoggerMessage(2302, LogLevel.Warning,
        "The outcome of Nexus operation {Operation} of service {Service} could not be reported; the server calls again")]
    public static partial void NotReported(ILogger logger, Exception exception, string service, string operation);
}
