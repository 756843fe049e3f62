using Microsoft.Extensions.Logging;

namespace Temporalio.Worker.Tuning;

/// <summary>Log messages of slots.</summary>
internal static partial class Logs
{
    [LoggerMessage(2400, LogLevel.Warning, "{Call} of the slot supplier for {SlotType} tasks of {TaskQueue} failed; the worker goes on")]
    public static partial void SupplierFailed(ILogger log, Exception e, string call, SlotType slotType, string taskQueue);
}
