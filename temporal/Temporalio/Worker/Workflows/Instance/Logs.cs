using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Log messages of workflow instances: 2100 to 2149.</summary>
internal static partial class Logs
{
    [LoggerMessage(
        2100,
        LogLevel.Warning,
        "[TMPRL1102] Workflow {WorkflowId} finished while {Kind} handlers are still running. Wait for " +
        "Workflow.AllHandlersFinished before the end, or set the UnfinishedPolicy of the handlers to Abandon. " +
        "Unfinished {Kind} handlers: {Handlers}")]
    public static partial void UnfinishedHandlers(ILogger logger, string workflowId, string kind, string handlers);

    [LoggerMessage(2101, LogLevel.Error, "Signal {Signal} is dropped, its arguments cannot be read")]
    public static partial void SignalArgumentsInvalid(ILogger logger, string signal, Exception e);
}
