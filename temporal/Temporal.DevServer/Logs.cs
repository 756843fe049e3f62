using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer;

/// <summary>Log lines of this project. 1000-1099 gRPC, 1100-1199 host, 1200-1299 persistence, 1300-1399 front end, 1400-1499 executions.</summary>
internal static partial class Logs
{
    [LoggerMessage(1000, LogLevel.Error, "Call {Path} failed unexpectedly (reference {Reference})")]
    public static partial void CallFailed(ILogger logger, string path, string reference, Exception exception);

    [LoggerMessage(1100, LogLevel.Information, "Temporal server ready: gRPC {Address}, UI port {Ui}, HTTP port {Http}, store {Store}")]
    public static partial void Ready(ILogger logger, string address, int? ui, int? http, string store);

    [LoggerMessage(1101, LogLevel.Information, "Temporal server stopping: long polls are answered, calls in hand finish")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(1310, LogLevel.Information, "Deleted namespace {Namespace} is gone with {Runs} runs")]
    public static partial void NamespaceReclaimed(ILogger logger, string @namespace, int runs);

    [LoggerMessage(1311, LogLevel.Warning, "What is left of deleted namespace {Namespace} could not be removed; the next start goes on")]
    public static partial void ReclaimFailed(ILogger logger, string @namespace, Exception exception);

    [LoggerMessage(1400, LogLevel.Warning, "A message between workflows could not be delivered; it is tried again")]
    public static partial void MessageFailed(ILogger logger, Exception exception);

    [LoggerMessage(1401, LogLevel.Warning, "Timers of run {RunId} could not be fired; they are tried again")]
    public static partial void TimerFailed(ILogger logger, string runId, Exception exception);

    [LoggerMessage(1402, LogLevel.Information, "Resumed {Runs} runs with undelivered work")]
    public static partial void Resumed(ILogger logger, int runs);

    [LoggerMessage(1408, LogLevel.Warning,
        "Workflow {WorkflowId} (run {RunId}) has more than {Warn} events; at {Max} it is terminated. Let it continue as new")]
    public static partial void LongHistory(ILogger logger, string workflowId, string runId, int warn, int max);

    [LoggerMessage(1409, LogLevel.Warning,
        "The history of workflow {WorkflowId} (run {RunId}) is over {Warn} bytes; at {Max} it is terminated. Let it continue as new")]
    public static partial void LargeHistory(ILogger logger, string workflowId, string runId, long warn, long max);

    [LoggerMessage(1410, LogLevel.Warning,
        "Workflow {WorkflowId} (run {RunId}) wrote a {Type} event of {Bytes} bytes, over {Warn}. Keep large data elsewhere and pass references")]
    public static partial void LargeEvent(
        ILogger logger, string workflowId, string runId, EventType type, int bytes, int warn);

    [LoggerMessage(1200, LogLevel.Warning, "The database is away ({Reason}); waiting for it")]
    public static partial void DatabaseAway(ILogger logger, string reason);

    [LoggerMessage(1201, LogLevel.Information, "The database is back")]
    public static partial void DatabaseBack(ILogger logger);

    [LoggerMessage(1202, LogLevel.Warning, "Another server owns this database; waiting until it ends")]
    public static partial void WaitingForLease(ILogger logger);

    [LoggerMessage(1203, LogLevel.Critical, "{Reason}")]
    public static partial void Fenced(ILogger logger, string reason);

    [LoggerMessage(1403, LogLevel.Warning, "Closed runs could not be removed; it is tried again in a minute")]
    public static partial void RetentionFailed(ILogger logger, Exception exception);

    [LoggerMessage(1404, LogLevel.Warning, "Schedule {ScheduleId} could not do what is due; it is tried again")]
    public static partial void ScheduleFailed(ILogger logger, string scheduleId, Exception exception);

    [LoggerMessage(1406, LogLevel.Warning, "Batch operation {JobId} broke off")]
    public static partial void BatchFailed(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(1407, LogLevel.Information, "Batch operation {JobId} was refused by workflow {WorkflowId}: {Reason}")]
    public static partial void BatchRunRefused(ILogger logger, string jobId, string workflowId, string reason);

    [LoggerMessage(1405, LogLevel.Warning, "Schedule {ScheduleId} could not start workflow {WorkflowId}: {Reason}")]
    public static partial void ScheduledStartRefused(
        ILogger logger, string scheduleId, string workflowId, string reason);
}
