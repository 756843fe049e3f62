using Google.Protobuf;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using HistoryMessage = Temporalio.Api.History.V1.History;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// A workflow task for a worker. What is in memory is filled in inside the gate; a history that must be read from the
/// store is added afterwards (<see cref="CompleteAsync"/>), when everything is durable.
/// </summary>
internal sealed class TaskResponse
{
    private readonly RunKey _key;
    private readonly long _from;
    private readonly long _to;
    private readonly HistoryEvent[] _virtual;

    private TaskResponse(WorkflowRun run, PollWorkflowTaskQueueResponse message, long from, long to)
    {
        _key = run.Key;
        _from = from;
        _to = to;
        _virtual = [.. WorkflowTaskMachine.VirtualEvents(run.State, forItsWorker: true)];
        Message = message;
        if (run.Tail.Covers(from) && to - from < Limits.HistoryPageBatches)
        {
            message.History.Events.Add(run.Tail.Range(from, to));
            message.History.Events.Add(_virtual);
            IsComplete = true;
        }
    }

    /// <summary>The answer to the poll.</summary>
    public PollWorkflowTaskQueueResponse Message { get; }

    /// <summary>False while the history is missing.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// The task that just started. With the whole history for a worker that does not know the run; else from the end of
    /// the last task on. Updates and queries that wait ride on it.
    /// </summary>
    public static TaskResponse OfStarted(WorkflowRun run, bool wholeHistory)
    {
        var task = run.State.Task;
        var message = Common(run);
        message.TaskToken = TaskTokens.OfWorkflowTask(run);
        message.StartedEventId = task.StartedId;
        message.Attempt = task.Attempt;
        message.ScheduledTime = task.ScheduledTime;
        message.StartedTime = task.StartedTime;
        message.Messages.Add(UpdateMachine.Send(run));
        foreach (var query in run.Queries.Attach())
        {
            message.Queries[query.Id] = query.Query;
        }

        var from = wholeHistory ? 1 : run.State.LastCompletedStartedId + 1;
        return new TaskResponse(run, message, from, run.State.NextEventId - 1);
    }

    /// <summary>A query for a worker to answer outside any workflow task.</summary>
    public static TaskResponse OfQuery(WorkflowRun run, PendingQuery query, bool wholeHistory)
    {
        var message = Common(run);
        message.TaskToken = new QueryToken
        {
            NamespaceId = run.Key.NamespaceId,
            WorkflowId = run.Key.WorkflowId,
            RunId = run.Key.RunId,
            QueryId = query.Id,
        }.ToByteString();
        message.Attempt = 1;
        message.Query = query.Query;
        var next = run.State.NextEventId;
        return new TaskResponse(run, message, wholeHistory ? 1 : next, next - 1);
    }

    /// <summary>Reads the history, if it is missing.</summary>
    public async ValueTask<PollWorkflowTaskQueueResponse> CompleteAsync(HistoryReader reader)
    {
        if (IsComplete)
        {
            return Message;
        }

        var page = await reader.ReadAsync(_key, _from, _to, Limits.HistoryPageBatches).ConfigureAwait(false);
        Message.History.Events.Add(page.Events);
        if (page.NextEventId is { } next && next <= _to)
        {
            Message.NextPageToken = new HistoryToken
            {
                RunId = _key.RunId,
                NextEventId = next,
                LastEventId = _to,
            }.ToByteString();
        }
        else
        {
            Message.History.Events.Add(_virtual);
        }

        IsComplete = true;
        return Message;
    }

    private static PollWorkflowTaskQueueResponse Common(WorkflowRun run) => new()
    {
        WorkflowExecution = new() { WorkflowId = run.Key.WorkflowId, RunId = run.Key.RunId },
        WorkflowType = new() { Name = run.State.WorkflowType },
        PreviousStartedEventId = run.State.LastCompletedStartedId,
        History = new HistoryMessage(),
        WorkflowExecutionTaskQueue = new() { Name = run.State.TaskQueue, Kind = TaskQueueKind.Normal },
    };
}
