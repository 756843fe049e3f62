using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace Temporalio.Worker.Nexus;

/// <summary>The calls of the server that the Nexus part of a worker makes, over a client's connection.</summary>
internal sealed class NexusTaskService(Func<WorkflowService> current)
{
    // The server holds a poll for a minute.
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(70);
    private static readonly RpcOptions Retried = new() { Retry = true };

    public Task<PollNexusTaskQueueResponse> PollAsync(PollNexusTaskQueueRequest request, CancellationToken stop) =>
        current().PollNexusTaskQueueAsync(
            request, new() { Retry = false, Timeout = PollTimeout, CancellationToken = stop });

    public Task CompleteAsync(RespondNexusTaskCompletedRequest request) =>
        current().RespondNexusTaskCompletedAsync(request, Retried);

    public Task FailAsync(RespondNexusTaskFailedRequest request) =>
        current().RespondNexusTaskFailedAsync(request, Retried);
}
