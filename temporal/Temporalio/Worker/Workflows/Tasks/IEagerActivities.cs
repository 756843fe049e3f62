using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>Where activities go that the server hands out with the answer to a workflow task.</summary>
internal interface IEagerActivities
{
    /// <summary>Takes a slot for an activity that may come.</summary>
    bool TryReserveSlot();

    /// <summary>Gives back a slot whose activity did not come.</summary>
    void ReleaseSlot();

    /// <summary>Runs an activity in a slot taken before.</summary>
    void RunReserved(PollActivityTaskQueueResponse task);
}
