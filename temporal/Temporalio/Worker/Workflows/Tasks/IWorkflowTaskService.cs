using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>The calls of the server that the workflow worker makes.</summary>
internal interface IWorkflowTaskService
{
    Task<PollWorkflowTaskQueueResponse> PollAsync(PollWorkflowTaskQueueRequest request, CancellationToken stop);

    Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(RespondWorkflowTaskCompletedRequest request);

    Task FailAsync(RespondWorkflowTaskFailedRequest request);

    Task AnswerQueryAsync(RespondQueryTaskCompletedRequest request);

    Task<GetWorkflowExecutionHistoryResponse> GetHistoryAsync(GetWorkflowExecutionHistoryRequest request);
}
