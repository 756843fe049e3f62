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

    public static WorkerDeploymentVersion? DeploymentOf(WorkflowTaskCompletedEventAttributes completed) =>
        completed.DeploymentVersion is { BuildId.Length: > 0 } version
            ? new(version.DeploymentName, version.BuildId)
            : null;

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
