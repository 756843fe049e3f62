using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>The calls of the server that the workflow worker makes, over a client's connection.</summary>
internal sealed class WorkflowTaskService(Func<WorkflowService> current) : IWorkflowTaskService
{
    // The server holds a poll for a minute.
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(70);
    private static readonly RpcOptions Retried = new() { Retry = true };

    public Task<PollWorkflowTaskQueueResponse> PollAsync(
        PollWorkflowTaskQueueRequest request, CancellationToken stop) =>
        current().PollWorkflowTaskQueueAsync(
            request, new() { Retry = false, Timeout = PollTimeout, CancellationToken = stop });

    public Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(RespondWorkflowTaskCompletedRequest request) =>
        current().RespondWorkflowTaskCompletedAsync(request, Retried);

    public Task FailAsync(RespondWorkflowTaskFailedRequest request) =>
        current().RespondWorkflowTaskFailedAsync(request, Retried);

    public Task AnswerQueryAsync(RespondQueryTaskCompletedRequest request) =>
        current().RespondQueryTaskCompletedAsync(request, Retried);

    public Task<GetWorkflowExecutionHistoryResponse> GetHistoryAsync(GetWorkflowExecutionHistoryRequest request) =>
        current().GetWorkflowExecutionHistoryAsync(request, Retried);
}
