using System.Diagnostics;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Batches;

/// <summary>
/// One batch operation. It lists the runs it is about, does its work on some of them at a time, and writes down the end.
/// Progress is not stored: after a crash it begins again, which changes nothing where it had been.
/// <code>
/// Running   all runs done    Completed
/// Running   Stop             Failed
/// Running   cannot be listed Failed
/// </code>
/// </summary>
internal sealed class BatchJob(
    StoredBatch stored, IRecordStore<StoredBatch> store, BatchTargets targets, BatchActions actions, IClock clock,
    ILogger log) : IAsyncDisposable
{
    private const int Parallel = 16;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _saving = new(1, 1);
    private StoredBatch _stored = stored;
    private Task _work = Task.CompletedTask;

    /// <summary>The record as it is now; a copy.</summary>
    public StoredBatch Stored
    {
        get
        {
            lock (_gate)
            {
                return _stored.Clone();
            }
        }
    }

    /// <summary>Works in the background, if there is something left to do. Time does not jump meanwhile.</summary>
    public void Start(NamespaceEntry ns)
    {
        if (_stored.State == BatchOperationState.Running)
        {
            var hold = clock.Hold();
            _work = Task.Run(async () =>
            {
                using (hold)
                {
                    await WorkAsync(ns).ConfigureAwait(false);
                }
            });
        }
    }

    /// <summary>Ends the operation where it is; durable when the task ends.</summary>
    public async Task StopAsync(string identity, string reason)
    {
        var ended = await EndAsync(BatchOperationState.Failed, batch =>
        {
            batch.StopIdentity = identity;
            batch.StopReason = reason;
        }).ConfigureAwait(false);
        if (!ended)
        {
            throw RpcErrors.NotFound(Requests.AlreadyCompleted);
        }

        await _stop.CancelAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stop.Dispose();
        _saving.Dispose();
    }

    private async Task WorkAsync(NamespaceEntry ns)
    {
        try
        {
            var runs = await targets.ListAsync(ns, Stored, _stop.Token).ConfigureAwait(false);
            Change(batch =>
            {
                batch.Total = Math.Max(batch.Total, runs.Count);
                batch.Complete = batch.Total - runs.Count;
                batch.Failed = 0;
            });
            await store.SaveAsync(Stored).ConfigureAwait(false);
            await ApplyAllAsync(runs).ConfigureAwait(false);
            await EndAsync(BatchOperationState.Completed, _ => { }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped by a caller, which is written down, or by the end of the server, after which it goes on.
        }
        catch (Exception e)
        {
            Logs.BatchFailed(log, _stored.Request.JobId, e);
            if (e is not StoreFencedException and not RpcException { Code: RpcCode.Unavailable })
            {
                await EndAsync(BatchOperationState.Failed, _ => { }).ConfigureAwait(false);
            }
        }
    }

    private Task ApplyAllAsync(IReadOnlyList<WorkflowExecution> runs)
    {
        var rate = _stored.Request.MaxOperationsPerSecond;
        var started = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = _stop.Token };
        return System.Threading.Tasks.Parallel.ForEachAsync(runs.Index(), options, async (item, cancel) =>
        {
            if (rate > 0)
            {
                var wait = TimeSpan.FromSeconds(item.Index / rate) - Stopwatch.GetElapsedTime(started);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancel).ConfigureAwait(false);
            }

            await ApplyAsync(item.Item).ConfigureAwait(false);
        });
    }

    private async Task ApplyAsync(WorkflowExecution run)
    {
        try
        {
            await actions.ApplyAsync(_stored.Request, run).ConfigureAwait(false);
            Change(batch => batch.Complete++);
        }
        catch (RpcException e) when (e.Code == RpcCode.NotFound)
        {
            Change(batch => batch.Complete++); // gone or closed: nothing is left to do
        }
        catch (RpcException e) when (e.Code != RpcCode.Unavailable)
        {
            Logs.BatchRunRefused(log, _stored.Request.JobId, run.WorkflowId, e.Message);
            Change(batch => batch.Failed++);
        }
    }

    private void Change(Action<StoredBatch> change)
    {
        lock (_gate)
        {
            change(_stored);
        }
    }

    /// <summary>Writes the end down; false when it had ended before.</summary>
    private async Task<bool> EndAsync(BatchOperationState state, Action<StoredBatch> change)
    {
        await _saving.WaitAsync().ConfigureAwait(false);
        try
        {
            var next = Stored;
            if (next.State != BatchOperationState.Running)
            {
                return false;
            }

            next.State = state;
            next.CloseTime = clock.UtcNow.ToStamp();
            change(next);
            await store.SaveAsync(next).ConfigureAwait(false);
            lock (_gate)
            {
                _stored = next;
            }

            return true;
        }
        finally
        {
            _saving.Release();
        }
    }
}
