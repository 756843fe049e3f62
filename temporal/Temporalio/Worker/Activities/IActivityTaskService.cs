using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Worker.Activities;

/// <summary>The calls of the server that the activity worker makes.</summary>
internal interface IActivityTaskService
{
    /// <summary>Waits for a task; the answer has no token when none came.</summary>
    Task<PollActivityTaskQueueResponse> PollAsync(PollActivityTaskQueueRequest request, CancellationToken stop);

    Task CompleteAsync(RespondActivityTaskCompletedRequest request);

    Task FailAsync(RespondActivityTaskFailedRequest request);

    Task CancelAsync(RespondActivityTaskCanceledRequest request);

    Task<RecordActivityTaskHeartbeatResponse> HeartbeatAsync(RecordActivityTaskHeartbeatRequest request);
}
