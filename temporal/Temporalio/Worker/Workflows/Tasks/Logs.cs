using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>Log messages of the workflow task loop: 2150 to 2199.</summary>
internal static partial class Logs
{
    [LoggerMessage(
        2150,
        LogLevel.Warning,
        "Workflow task of workflow {WorkflowId} run {RunId} failed (attempt {Attempt}); the workflow waits until its " +
        "code is repaired")]
    public static partial void TaskFailed(
        ILogger logger, string workflowId, string runId, int attempt, Exception failure);

    [LoggerMessage(
        2151,
        LogLevel.Warning,
        "Answer to the workflow task of workflow {WorkflowId} run {RunId} was not accepted; the server will send the " +
        "task again")]
    public static partial void TaskNotAnswered(ILogger logger, string workflowId, string runId, Exception error);

    [LoggerMessage(2152, LogLevel.Warning, "Poll of task queue {TaskQueue} failed, trying again in {DelayMs} ms")]
    public static partial void PollFailed(ILogger logger, string taskQueue, double delayMs, Exception error);

    [LoggerMessage(2153, LogLevel.Debug, "Worker of task queue {TaskQueue} could not be announced as stopped")]
    public static partial void ShutdownNotAnnounced(ILogger logger, string taskQueue, Exception error);
}
