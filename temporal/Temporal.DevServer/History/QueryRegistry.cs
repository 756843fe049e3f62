using Temporal.DevServer.Grpc;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Query.V1;

namespace Temporal.DevServer.History;

/// <summary>A query that waits for an answer. Lives in memory only; a query never leaves a trace.</summary>
internal sealed class PendingQuery(string id, WorkflowQuery query)
{
    private readonly TaskCompletionSource<WorkflowQueryResult?> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Id under which a workflow task carries it.</summary>
    public string Id { get; } = id;

    /// <summary>The question.</summary>
    public WorkflowQuery Query { get; } = query;

    /// <summary>True while a started workflow task carries it.</summary>
    public bool IsAttached { get; set; }

    /// <summary>The answer; null when it must be asked directly, because no workflow task will carry it.</summary>
    public Task<WorkflowQueryResult?> Answer => _answer.Task;

    /// <summary>Gives the answer.</summary>
    public bool TellAnswer(WorkflowQueryResult? result) => _answer.TrySetResult(result);

    /// <summary>Gives an error.</summary>
    public void TellError(Exception error) => _answer.TrySetException(error);
}

/// <summary>Queries of a run that ride on its next workflow task.</summary>
internal sealed class QueryRegistry
{
    private readonly List<PendingQuery> _queries = [];

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => _queries.Count == 0;

    /// <summary>Adds a query; refused when another one waits.</summary>
    public PendingQuery Add(WorkflowQuery query)
    {
        if (_queries.Count >= Limits.BufferedQueriesMax)
        {
            throw RpcErrors.BusyWorkflow("consistent query buffer is full, this may be caused by too many queries "
                + "and workflow not able to process query fast enough");
        }

        var pending = new PendingQuery(Guid.NewGuid().ToString(), query);
        _queries.Add(pending);
        return pending;
    }

    /// <summary>Forgets a query.</summary>
    public void Remove(PendingQuery query) => _queries.Remove(query);

    /// <summary>Queries for a workflow task that starts now.</summary>
    public IReadOnlyList<PendingQuery> Attach()
    {
        foreach (var query in _queries)
        {
            query.IsAttached = true;
        }

        return [.. _queries];
    }

    /// <summary>The workflow task failed: its queries ride the next one.</summary>
    public void Detach()
    {
        foreach (var query in _queries)
        {
            query.IsAttached = false;
        }
    }

    /// <summary>
    /// A workflow task completed. What it answered is answered once that is durable (the returned actions); the rest
    /// rides the next task, or is asked directly when none follows.
    /// </summary>
    public IReadOnlyList<Action> Settle(IDictionary<string, WorkflowQueryResult> results, bool anotherTaskFollows)
    {
        var tell = new List<Action>();
        foreach (var query in _queries.ToArray())
        {
            query.IsAttached = false;
            if (results.TryGetValue(query.Id, out var result))
            {
                _queries.Remove(query);
                tell.Add(() => query.TellAnswer(result));
            }
            else if (!anotherTaskFollows)
            {
                _queries.Remove(query);
                tell.Add(() => query.TellAnswer(null));
            }
        }

        return tell;
    }
}
