using System.Collections.Concurrent;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporalio.Api.Query.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Queries that are asked outside any workflow task, and who waits for their answers.</summary>
internal sealed class DirectQueries(ExecutionEngine engine)
{
    private readonly ConcurrentDictionary<string, PendingQuery> _open = new();

    /// <summary>Asks a worker; the cached one first, for as long as its sticky queue allows.</summary>
    public async Task<WorkflowQueryResult> AskAsync(RunKey run, WorkflowQuery query, CancellationToken gone)
    {
        var route = await RouteAsync(run).ConfigureAwait(false);
        var pending = new PendingQuery(Guid.NewGuid().ToString(), query);
        _open[pending.Id] = pending;
        var task = NewTask(run, pending, route, isSticky: route.Sticky is not null);
        try
        {
            engine.Queues.Add(task);
            if (task.IsSticky && !await IsAnsweredAsync(pending, route.StickyWait, gone).ConfigureAwait(false)
                && engine.Queues.TryWithdraw(task))
            {
                await ClearStickyAsync(run).ConfigureAwait(false);
                task = NewTask(run, pending, route, isSticky: false);
                engine.Queues.Add(task);
            }

            return await pending.Answer.WaitAsync(gone).ConfigureAwait(false)
                ?? throw new InvariantException("A direct query was answered with nothing.");
        }
        finally
        {
            _open.TryRemove(pending.Id, out _);
            engine.Queues.TryWithdraw(task);
        }
    }

    /// <summary>Takes an answer; refused when nobody waits for it (any more).</summary>
    public void Answer(string queryId, WorkflowQueryResult result)
    {
        if (!_open.TryRemove(queryId, out var pending) || !pending.TellAnswer(result))
        {
            throw RpcErrors.NotFound("query task not found, or already expired");
        }
    }

    private static async Task<bool> IsAnsweredAsync(PendingQuery pending, TimeSpan wait, CancellationToken gone)
    {
        try
        {
            await pending.Answer.WaitAsync(wait, gone).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static QueryQueueTask NewTask(RunKey run, PendingQuery query, Route route, bool isSticky) => new(run, query)
    {
        Queue = isSticky ? route.Sticky! : route.Normal,
        NormalQueue = route.Normal,
        Wish = route.Wish,
        Priority = route.Priority,
        IsSticky = isSticky,
        CreatedAt = DateTimeOffset.UtcNow,
    };

    private Task<Route> RouteAsync(RunKey key) =>
        engine.RunAsync(key.Workflow, async session =>
        {
            var run = await session.RequireRunAsync(key.RunId).ConfigureAwait(false);
            var sticky = run.State.Sticky;
            return new Route(run.State.TaskQueue, sticky?.Queue, sticky?.ScheduleToStart.ToSpan() ?? TimeSpan.Zero,
                VersionWish.Of(run.State), TaskPriority.Of(run.State.Priority));
        });

    /// <summary>The cached worker does not answer: later tasks must not wait for it either.</summary>
    private Task ClearStickyAsync(RunKey key) => engine.RunAsync(key.Workflow, async session =>
    {
        if (await session.FindAsync(key.RunId).ConfigureAwait(false) is { IsRunning: true, State.Sticky: not null } run
            && !WorkflowTaskMachine.IsPending(run.State))
        {
            var t = session.Begin(run);
            run.State.Sticky = null;
            session.Commit(t);
        }

        return true;
    });

    /// <summary>Where a run's workers are: its queue, and the private one of the worker that has it in its cache.</summary>
    private sealed record Route(
        string Normal, string? Sticky, TimeSpan StickyWait, VersionWish? Wish, TaskPriority Priority);
}
