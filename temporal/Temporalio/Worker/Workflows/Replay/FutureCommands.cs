using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Common;
using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.Replay;

/// <summary>What the command events behind a sequence say about the code that is about to be replayed.</summary>
internal sealed class FutureCommands
{
    private static readonly FutureCommands None = new();

    public List<string> PatchIds { get; } = [];

    public List<MarkerRecordedEventAttributes> LocalActivities { get; } = [];

    public List<WorkflowExecutionUpdateAcceptedEventAttributes> AcceptedUpdates { get; } = [];

    public WorkerDeploymentVersion? DeploymentVersion { get; private set; }

    public static FutureCommands Read(IEnumerable<HistoryEvent> ahead, SdkFlags flags)
    {
        FutureCommands? future = null;
        foreach (var e in ahead)
        {
            if (e.EventType == EventType.WorkflowTaskCompleted && future == null)
            {
                future = new() { DeploymentVersion = DeploymentOf(e.WorkflowTaskCompletedEventAttributes) };
                flags.Read(e.WorkflowTaskCompletedEventAttributes.SdkMetadata);
            }
            else if (future != null && HistoryEvents.IsCommandEvent(e))
            {
                future.Add(e);
            }
            else
            {
                break;
            }
        }
        return future ?? None;
    }

    /// <summary>The version of the worker that completed a task; without a deployment its build id alone.</summary>
    public static WorkerDeploymentVersion? DeploymentOf(WorkflowTaskCompletedEventAttributes completed)
    {
        if (completed.DeploymentVersion is { BuildId.Length: > 0 } version)
        {
            return new(version.DeploymentName, version.BuildId);
        }
#pragma warning disable CS0612 // Where workers without deployments leave their build id.
        return completed.WorkerVersion is { BuildId.Length: > 0 } stamp ? new(string.Empty, stamp.BuildId) : null;
#pragma warning restore CS0612
    }

    private void Add(HistoryEvent e)
    {
        if (e.EventType == EventType.WorkflowExecutionUpdateAccepted)
        {
            // Without a request, the update came with an admitted event.
            if (e.WorkflowExecutionUpdateAcceptedEventAttributes.AcceptedRequest != null)
            {
                AcceptedUpdates.Add(e.WorkflowExecutionUpdateAcceptedEventAttributes);
            }
        }
        else if (e.EventType == EventType.MarkerRecorded)
        {
            if (PatchMarker.TryRead(e.MarkerRecordedEventAttributes, out var patchId, out _))
            {
                PatchIds.Add(patchId);
            }
            else if (e.MarkerRecordedEventAttributes.MarkerName == LocalActivityMarker.Name)
            {
                LocalActivities.Add(e.MarkerRecordedEventAttributes);
            }
        }
    }
}
