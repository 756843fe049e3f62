using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>The queue that a command sends its activity or workflow to.</summary>
internal static class TargetQueue
{
    /// <summary>It as commands name it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The message.</returns>
    public static TaskQueue Proto(string name) => new() { Name = name, Kind = TaskQueueKind.Normal };

    /// <summary>Whether a worker of the same build is to do it: as wished, else on the workflow's own queue.</summary>
    /// <param name="instance">The workflow.</param>
    /// <param name="intent">The wish.</param>
    /// <param name="queue">Name of the queue.</param>
    /// <returns>True for the same build.</returns>
    public static bool KeepsBuild(WorkflowInstance instance, VersioningIntent intent, string queue) => intent switch
    {
        VersioningIntent.Compatible => true,
        VersioningIntent.CurrentDefault => false,
        _ => queue == instance.Run.Info.TaskQueue,
    };
}
