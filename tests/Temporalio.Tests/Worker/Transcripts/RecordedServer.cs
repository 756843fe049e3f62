using Google.Protobuf;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Tests.Worker.Transcripts;

/// <summary>Answers a worker as the real server did, and keeps what the worker says.</summary>
internal sealed class RecordedServer(Transcript transcript) : IWorkflowTaskService
{
    public Dictionary<string, RespondWorkflowTaskCompletedRequest> Completed { get; } = [];

    public Dictionary<string, RespondWorkflowTaskFailedRequest> Failed { get; } = [];

    public Dictionary<string, RespondQueryTaskCompletedRequest> Queries { get; } = [];

    public Task<PollWorkflowTaskQueueResponse> PollAsync(
        PollWorkflowTaskQueueRequest request, CancellationToken stop) => throw new NotSupportedException();

    public Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(RespondWorkflowTaskCompletedRequest request)
    {
        Completed[request.TaskToken.ToBase64()] = request;
        return Task.FromResult(transcript.Completed.TryGetValue(request.TaskToken.ToBase64(), out var recorded)
            ? recorded.Answer : new());
    }

    public Task FailAsync(RespondWorkflowTaskFailedRequest request)
    {
        Failed[request.TaskToken.ToBase64()] = request;
        return Task.CompletedTask;
    }

    public Task AnswerQueryAsync(RespondQueryTaskCompletedRequest request)
    {
        Queries[request.TaskToken.ToBase64()] = request;
        return Task.CompletedTask;
    }

    public Task<GetWorkflowExecutionHistoryResponse> GetHistoryAsync(GetWorkflowExecutionHistoryRequest request) =>
        Task.FromResult(transcript.Pages[request.NextPageToken.ToBase64()]);

}
