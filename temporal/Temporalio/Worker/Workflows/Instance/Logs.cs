using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Log messages of workflow instances: 2100 to 2149.</summary>
internal static partial class Logs
{
    [LoggerMessage(
        2100,
        LogLevel.Warning,
        "[TMPRL1102] Workflow finished while {Kind} handler {Name} (id {Id}) was still running; wait for " +
        "Workflow.AllHandlersFinished before the end, or set the handler's UnfinishedPolicy")]
    public static partial void UnfinishedHandler(ILogger logger, string kind, string name, string id);

    [LoggerMessage(2101, LogLevel.Error, "Signal {Signal} is dropped, its arguments cannot be read")]
    public static partial void SignalArgumentsInvalid(ILogger logger, string signal, Exception e);
}
