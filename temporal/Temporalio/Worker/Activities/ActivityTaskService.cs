using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace Temporalio.Worker.Activities;

/// <summary>The calls of the server that the activity worker makes, over a client's connection.</summary>
internal sealed class ActivityTaskService(Func<WorkflowService> current) : IActivityTaskService
{
    // The server holds a poll for a minute.
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(70);
    private static readonly RpcOptions Retried = new() { Retry = true };

    public Task<PollActivityTaskQueueResponse> PollAsync(
        PollActivityTaskQueueRequest request, CancellationToken stop) =>
        current().PollActivityTaskQueueAsync(
            request, new() { Retry = false, Timeout = PollTimeout, CancellationToken = stop });

    public Task CompleteAsync(RespondActivityTaskCompletedRequest request) =>
        current().RespondActivityTaskCompletedAsync(request, Retried);

    public Task FailAsync(RespondActivityTaskFailedRequest request) =>
        current().RespondActivityTaskFailedAsync(request, Retried);

    public Task CancelAsync(RespondActivityTaskCanceledRequest request) =>
        current().RespondActivityTaskCanceledAsync(request, Retried);

    public Task<RecordActivityTaskHeartbeatResponse> HeartbeatAsync(RecordActivityTaskHeartbeatRequest request) =>
        current().RecordActivityTaskHeartbeatAsync(request, Retried);
}
