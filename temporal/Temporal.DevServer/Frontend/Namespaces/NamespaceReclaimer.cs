using System.Collections.Concurrent;
using Temporal.DevServer.Batches;
using Temporal.DevServer.Frontend.Workers.Deployments;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Schedules;

namespace Temporal.DevServer.Frontend.Namespaces;

/// <summary>
/// Removes what a deleted namespace leaves: first its schedules, batch operations and worker deployments, then
/// its runs (open ones are terminated first), at last its record. What a stopped server leaves the next one goes on with.
/// </summary>
internal sealed class NamespaceReclaimer(
    NamespaceRegistry registry, ExecutionEngine engine, ScheduleServer schedules, BatchServer batches,
    DeploymentBook deployments, ILogger log)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly EndService _ends = new(engine);

    /// <summary>Goes on with the namespaces that were deleted before the server started.</summary>
    public void Start()
    {
        foreach (var entry in registry.Deleted)
        {
            Begin(entry);
        }
    }

    /// <summary>Begins with a namespace that was just marked deleted.</summary>
    public void Begin(NamespaceEntry entry) => _running.Add(Task.Run(() => ReclaimAsync(entry)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ReclaimAsync(NamespaceEntry entry)
    {
        try
        {
            foreach (var schedule in schedules.List(entry.Id))
            {
                await DeleteAsync(schedule).ConfigureAwait(false);
            }

            await batches.ForgetAllAsync(entry).ConfigureAwait(false);
            await deployments.ForgetAllAsync(entry).ConfigureAwait(false);
            var runs = await RemoveRunsAsync(entry).ConfigureAwait(false);
            await registry.RemoveAsync(entry, _stop.Token).ConfigureAwait(false);
            Logs.NamespaceReclaimed(log, entry.Name, runs);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next start goes on.
        }
        catch (Exception e) when (e is RpcException or StoreFencedException)
        {
            Logs.ReclaimFailed(log, entry.Name, e);
        }
    }

    private async Task<int> RemoveRunsAsync(NamespaceEntry entry)
    {
        for (var removed = 0; ;)
        {
            var runs = await engine.Store.ListRunsAsync(entry.Id, Limits.ReclaimPageMax, _stop.Token).ConfigureAwait(false);
            if (runs.Count == 0)
            {
                return removed;
            }

            foreach (var run in runs)
            {
                _stop.Token.ThrowIfCancellationRequested();
                await RemoveAsync(run).ConfigureAwait(false);
            }

            removed += runs.Count;
        }
    }

    private async Task DeleteAsync(ScheduleActor schedule)
    {
        try
        {
            await schedules.DeleteAsync(schedule).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Code == RpcCode.NotFound)
        {
            // It woke up, saw that its namespace is deleted, and went by itself.
        }
    }

    private async Task RemoveAsync(RunKey run)
    {
        try
        {
            await _ends.DeleteAsync(run.Workflow, run.RunId).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Code == RpcCode.NotFound)
        {
            // Gone in this moment, by retention.
        }
    }
}
