using Temporalio.Api.TaskQueue.V1;

namespace Temporal.DevServer.History;

/// <summary>What a task queue may be called.</summary>
internal static class QueueNames
{
    private const string ReservedPrefix = "/_sys/";

    /// <summary>What is wrong with a queue, or null.</summary>
    public static string? Fault(TaskQueue? queue)
    {
        if (queue is null)
        {
            return "taskQueue is not set";
        }

        if (queue.Name.Length == 0)
        {
            return "missing task queue name";
        }

        if (queue.Name.Length > Limits.IdLengthMax)
        {
            return "taskQueue length exceeds limit";
        }

        return queue.Name.StartsWith(ReservedPrefix, StringComparison.Ordinal)
            ? $"task queue name cannot start with reserved prefix {ReservedPrefix}"
            : null;
    }
}
