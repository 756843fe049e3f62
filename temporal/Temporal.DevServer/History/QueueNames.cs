using Temporalio.Api.TaskQueue.V1;

namespace Temporal.DevServer.History;

/// <summary>What a task queue may be called.</summary>
internal static class QueueNames
{
    private const string ReservedPrefix = "/_sys/";

    /// <summary>A queue as a real server prints it.</summary>
    public static string Show(TaskQueue queue) => $"name:\"{queue.Name}\" kind:TASK_QUEUE_KIND_NORMAL";

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

        if (Limits.IsTooLong(queue.Name))
        {
            return "taskQueue length exceeds limit";
        }

        return queue.Name.StartsWith(ReservedPrefix, StringComparison.Ordinal)
            ? $"task queue name cannot start with reserved prefix {ReservedPrefix}"
            : null;
    }
}
