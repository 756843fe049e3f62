using System.Collections.Concurrent;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporal.DevServer.Visibility;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Batches;

/// <summary>
/// All batch operations. Each is a stored record that a <see cref="BatchJob"/> works off in the background, one per
/// namespace at a time; after a restart it goes on with those that had not ended.
/// </summary>
internal sealed class BatchServer(
    IRecordStore<StoredBatch> store, IVisibilityIndex index, ExecutionEngine engine, ILogger log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<RunKey, BatchJob> _jobs = [];
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly BatchTargets _targets = new(index);
    private readonly BatchActions _actions = new(engine);

    /// <summary>Loads what is stored and goes on with it. Call when the engine has started.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (var stored in await store.LoadAsync(cancel).ConfigureAwait(false))
        {
            var job = Add(stored);
            if (engine.Namespaces.TryGetById(stored.NamespaceId, out var ns))
            {
                job.Start(ns);
            }
        }
    }

    /// <summary>Begins an operation; it is durable when the task ends.</summary>
    public async Task StartAsync(NamespaceEntry ns, StartBatchOperationRequest request)
    {
        await _starting.WaitAsync().ConfigureAwait(false);
        try
        {
            RequireFree(ns, request.JobId);
            await ForgetOldAsync(ns).ConfigureAwait(false);
            var stored = new StoredBatch
            {
                NamespaceId = ns.Id,
                RunId = Guid.NewGuid().ToString(),
                Request = request,
                State = BatchOperationState.Running,
                StartTime = engine.Clock.UtcNow.ToStamp(),
            };
            await store.SaveAsync(stored).ConfigureAwait(false);
            Add(stored).Start(ns);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>An operation that must exist.</summary>
    public BatchJob Require(NamespaceEntry ns, string jobId) => _jobs.TryGetValue(KeyOf(ns.Id, jobId), out var job)
        ? job
        : throw Requests.UnknownRun(jobId, "");

    /// <summary>Operations of a namespace, the newest first.</summary>
    public IReadOnlyList<StoredBatch> List(NamespaceEntry ns) => _jobs.Values.Select(job => job.Stored)
        .Where(stored => stored.NamespaceId == ns.Id)
        .OrderByDescending(stored => stored.StartTime.ToDateTimeOffset())
        .ThenBy(stored => stored.RunId, StringComparer.Ordinal)
        .ToList();

    /// <summary>Stops and forgets all operations of a namespace.</summary>
    public Task ForgetAllAsync(NamespaceEntry ns) => ForgetAsync(ns, _ => true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var job in _jobs.Values)
        {
            await job.DisposeAsync().ConfigureAwait(false);
        }

        _starting.Dispose();
    }

    private static RunKey KeyOf(string namespaceId, string jobId) => new(namespaceId, jobId, "");

    private BatchJob Add(StoredBatch stored) => _jobs[KeyOf(stored.NamespaceId, stored.Request.JobId)] =
        new BatchJob(stored, store, _targets, _actions, engine.Clock, log);

    private void RequireFree(NamespaceEntry ns, string jobId)
    {
        if (_jobs.TryGetValue(KeyOf(ns.Id, jobId), out var there))
        {
            var stored = there.Stored;
            var what = stored.State == BatchOperationState.Running ? "is already running" : "already finished";
            throw new RpcException(
                RpcCode.AlreadyExists,
                $"Workflow execution {what}. WorkflowId: {jobId}, RunId: {stored.RunId}.",
                new WorkflowExecutionAlreadyStartedFailure
                {
                    StartRequestId = stored.RunId,
                    RunId = stored.RunId,
                });
        }

        if (List(ns).Any(stored => stored.State == BatchOperationState.Running))
        {
            throw new RpcException(
                RpcCode.ResourceExhausted, "Max concurrent batch operations is reached", new ResourceExhaustedFailure
                {
                    Cause = ResourceExhaustedCause.ConcurrentLimit,
                    Scope = ResourceExhaustedScope.Namespace,
                });
        }
    }

    /// <summary>Operations are kept as long as closed runs are.</summary>
    private Task ForgetOldAsync(NamespaceEntry ns) => ForgetAsync(ns, stored =>
        stored.CloseTime is { } closed && engine.Clock.UtcNow - closed.ToDateTimeOffset() > ns.Retention);

    private async Task ForgetAsync(NamespaceEntry ns, Func<StoredBatch, bool> which)
    {
        foreach (var old in List(ns).Where(which))
        {
            if (_jobs.TryRemove(KeyOf(ns.Id, old.Request.JobId), out var job))
            {
                await job.DisposeAsync().ConfigureAwait(false);
            }

            await store.RemoveAsync(ns.Id, old.Request.JobId).ConfigureAwait(false);
        }
    }
}
