using Temporalio.Api.Enums.V1;
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

        return queue.Name.Length == 0 ? "missing task queue name" : Fault(queue.Name);
    }

    /// <summary>The same for a poll: a worker's own queue names the one that it belongs to.</summary>
    public static string? PollFault(TaskQueue? queue) =>
        Fault(queue) ?? (queue!.Kind == TaskQueueKind.Sticky ? Fault(queue.NormalName) : null);

    private static string? Fault(string name) =>
        name.Length == 0 ? "taskQueue is not set"
        : Limits.IsTooLong(name) ? "taskQueue length exceeds limit"
        : name.StartsWith(ReservedPrefix, StringComparison.Ordinal)
            ? $"task queue name cannot start with reserved prefix {ReservedPrefix}"
            : null;
}
