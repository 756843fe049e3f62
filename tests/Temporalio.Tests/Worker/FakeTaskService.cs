using Temporalio.Api.WorkflowService.V1;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Tests.Worker;

/// <summary>Records what a processor sends; serves a history to whoever asks for one.</summary>
internal sealed class FakeTaskService : IWorkflowTaskService
{
    public List<RespondWorkflowTaskCompletedRequest> Completed { get; } = [];

    public List<RespondWorkflowTaskFailedRequest> Failed { get; } = [];

    public List<RespondQueryTaskCompletedRequest> Queries { get; } = [];

    public int HistoryReads { get; private set; }

    public Api.History.V1.History History { get; set; } = new();

    /// <summary>Gets or sets how many events a page of the history has.</summary>
    public int PageSize { get; set; } = int.MaxValue;

    public RespondWorkflowTaskCompletedResponse NextResponse { get; set; } = new();

    public Exception? CompletionError { get; set; }

    public TaskCompletionSource AnyFailure { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<PollWorkflowTaskQueueResponse> PollAsync(
        PollWorkflowTaskQueueRequest request, CancellationToken stop) => throw new NotSupportedException();

    public Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(RespondWorkflowTaskCompletedRequest request)
    {
        if (CompletionError is { } error)
        {
            return Task.FromException<RespondWorkflowTaskCompletedResponse>(error);
        }
        Completed.Add(request);
        var response = NextResponse;
        NextResponse = new();
        return Task.FromResult(response);
    }

    public Task FailAsync(RespondWorkflowTaskFailedRequest request)
    {
        Failed.Add(request);
        AnyFailure.TrySetResult();
        return Task.CompletedTask;
    }

    public Task AnswerQueryAsync(RespondQueryTaskCompletedRequest request)
    {
        Queries.Add(request);
        return Task.CompletedTask;
    }

    public Task<GetWorkflowExecutionHistoryResponse> GetHistoryAsync(GetWorkflowExecutionHistoryRequest request)
    {
        HistoryReads++;
        var start = request.NextPageToken.IsEmpty ? 0 : int.Parse(request.NextPageToken.ToStringUtf8());
        var response = new GetWorkflowExecutionHistoryResponse { History = new() };
        response.History.Events.AddRange(History.Events.Skip(start).Take(PageSize));
        if (start + PageSize < History.Events.Count)
        {
            response.NextPageToken = Google.Protobuf.ByteString.CopyFromUtf8((start + PageSize).ToString());
        }
        return Task.FromResult(response);
    }

}
