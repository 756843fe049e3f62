using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Worker.Workflows.Instance;
using Temporalio.Worker.Workflows.Replay;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>Makes the answer to a workflow task.</summary>
internal sealed class CompletionBuilder(WorkflowTaskSettings settings)
{
    /// <summary>Makes the answer of a task whose workflow has run.</summary>
    /// <param name="task">Task.</param>
    /// <param name="player">State of the run.</param>
    /// <param name="instance">Workflow.</param>
    /// <param name="eager">Takes slots for the activities that may come with the server's answer.</param>
    public RespondWorkflowTaskCompletedRequest Build(
        PollWorkflowTaskQueueResponse task,
        HistoryPlayer player,
        WorkflowInstance instance,
        EagerReservations eager)
    {
        var request = new RespondWorkflowTaskCompletedRequest
        {
            TaskToken = task.TaskToken,
            Identity = settings.Identity,
            Namespace = settings.Namespace,
            StickyAttributes = settings.Sticky,
            ReturnNewWorkflowTask = settings.Sticky != null,
            SdkMetadata = player.Flags.Write(),
            MeteringMetadata = new(),
            Capabilities = new() { DiscardSpeculativeWorkflowTaskWithEvents = true },
            WorkerInstanceKey = settings.InstanceKey,
            DeploymentOptions = settings.Deployment,
            VersioningBehavior = VersioningOf(instance),
        };
#pragma warning disable CS0612 // Servers without worker deployments read the build id here.
        if (settings.Deployment == null)
        {
            request.WorkerVersionStamp = new()
            {
                BuildId = settings.BuildId,
                UseVersioning = settings.UseLegacyVersioning,
            };
        }
#pragma warning restore CS0612
        foreach (var command in player.Commands.Sealed)
        {
            eager.Settle(command.Proto);
            request.Commands.Add(command.Proto);
        }
        request.Messages.AddRange(player.Commands.TakeMessages());
        foreach (var (id, query) in task.Queries)
        {
            request.QueryResults.Add(id, instance.Queries.Answer(id, query));
        }
        return request;
    }

    private VersioningBehavior VersioningOf(WorkflowInstance instance)
    {
        if (settings.Deployment == null)
        {
            return VersioningBehavior.Unspecified;
        }
        var own = instance.Main.VersioningBehavior;
        return own == VersioningBehavior.Unspecified ? (VersioningBehavior)settings.DefaultVersioningBehavior : own;
    }
}
