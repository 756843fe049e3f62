using System.Collections.Concurrent;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>
/// All schedules. A schedule is woken by its timer, by a change of a caller, by the end of a run it started, and once
/// at start-up.
/// </summary>
internal sealed class ScheduleServer : IAsyncDisposable
{
    /// <summary>Deleted ids that are told apart from unknown ones.</summary>
    private const int DeletedMax = 1000;

    private static readonly TimeSpan s_retryDelay = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<RunKey, ScheduleActor> _actors = [];
    private readonly ConcurrentDictionary<RunKey, bool> _deleted = [];
    private readonly ConcurrentDictionary<WorkflowKey, RunKey> _watched = [];
    private readonly SemaphoreSlim _creating = new(1, 1);
    private readonly IRecordStore<StoredSchedule> _store;
    private readonly ExecutionEngine _engine;
    private readonly ILogger _log;
    private readonly TimerQueue _timers;
    private readonly BufferProcessor _processor;
    private volatile bool _stopping;

    /// <summary>Puts the parts together; nothing runs before <see cref="StartAsync"/>.</summary>
    public ScheduleServer(IRecordStore<StoredSchedule> store, ExecutionEngine engine, ILogger log)
    {
        _store = store;
        _engine = engine;
        _log = log;
        _timers = new TimerQueue(
            engine.Clock, key => _actors.TryGetValue(key, out var actor) ? WakeAsync(actor) : Task.CompletedTask);
        Runs = new ScheduledRuns(engine, log);
        _processor = new BufferProcessor(Runs, engine.Clock);
    }

    /// <summary>The runs of schedules.</summary>
    public ScheduledRuns Runs { get; }

    /// <summary>Loads what is stored and goes on with it. Call when the engine has started.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (var stored in await _store.LoadAsync(cancel).ConfigureAwait(false))
        {
            var actor = new ScheduleActor(stored, _store, _engine.Clock);
            _actors[actor.Key] = actor;
            foreach (var run in stored.Info.RunningWorkflows)
            {
                _watched[new WorkflowKey(stored.NamespaceId, run.WorkflowId)] = actor.Key;
            }
        }

        _engine.RunClosed = OnRunClosed;
        _timers.Start();
        foreach (var actor in _actors.Values)
        {
            _ = Wake(actor);
        }
    }

    /// <summary>Schedules of a namespace, the newest first.</summary>
    public IReadOnlyList<ScheduleActor> List(string namespaceId) => _actors.Values
        .Where(a => a.Stored.NamespaceId == namespaceId)
        .OrderByDescending(a => a.Stored.Info.CreateTime.ToDateTimeOffset())
        .ThenBy(a => a.Stored.Incarnation, StringComparer.Ordinal)
        .ToList();

    /// <summary>A schedule that must exist.</summary>
    /// <param name="ns">Namespace.</param>
    /// <param name="scheduleId">Its id.</param>
    /// <param name="whenDeleted">Text of the error for one that was deleted.</param>
    public ScheduleActor Require(NamespaceEntry ns, string scheduleId, string whenDeleted)
    {
        var key = ScheduleActor.KeyOf(ns.Id, scheduleId);
        return _actors.TryGetValue(key, out var actor) ? actor : throw RpcErrors.NotFound(
            _deleted.ContainsKey(key)
                ? whenDeleted
                : $"workflow not found for ID: temporal-sys-scheduler:{scheduleId}");
    }

    /// <summary>Adds a schedule; an id in use is ALREADY_EXISTS, unless the same request added it before.</summary>
    /// <returns>Task that ends when the schedule has done what was due at once.</returns>
    public async Task<Task> CreateAsync(StoredSchedule stored)
    {
        await _creating.WaitAsync().ConfigureAwait(false);
        try
        {
            var actor = new ScheduleActor(stored, _store, _engine.Clock);
            if (_actors.TryGetValue(actor.Key, out var there))
            {
                RequireSame(there.Stored, stored);
                return Task.CompletedTask;
            }

            await actor.CreateAsync().ConfigureAwait(false);
            _deleted.TryRemove(actor.Key, out _);
            _actors[actor.Key] = actor;
            return Wake(actor);
        }
        finally
        {
            _creating.Release();
        }
    }

    /// <summary>Removes a schedule.</summary>
    public async Task DeleteAsync(ScheduleActor actor)
    {
        await _creating.WaitAsync().ConfigureAwait(false);
        try
        {
            await actor.DeleteAsync().ConfigureAwait(false);
            Forget(actor);
        }
        finally
        {
            _creating.Release();
        }
    }

    /// <summary>Lets a schedule do what it can, soon. Time does not jump meanwhile.</summary>
    /// <returns>Task that ends when it has.</returns>
    public Task Wake(ScheduleActor actor)
    {
        var hold = _engine.Clock.Hold();
        return Task.Run(async () =>
        {
            using (hold)
            {
                await WakeAsync(actor).ConfigureAwait(false);
            }
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _engine.RunClosed = null;
        await _timers.DisposeAsync().ConfigureAwait(false);
        foreach (var actor in _actors.Values)
        {
            await actor.StopAsync().ConfigureAwait(false);
        }
    }

    private static void RequireSame(StoredSchedule there, StoredSchedule asked)
    {
        if (there.CreateRequestId.Length == 0 || there.CreateRequestId != asked.CreateRequestId)
        {
            throw new RpcException(
                RpcCode.AlreadyExists, $"schedule \"{asked.ScheduleId}\" is already registered",
                new WorkflowExecutionAlreadyStartedFailure());
        }
    }

    private void Forget(ScheduleActor actor)
    {
        _actors.TryRemove(actor.Key, out _);
        _timers.Set(actor.Key, null);
        foreach (var run in actor.Stored.Info.RunningWorkflows)
        {
            _watched.TryRemove(new WorkflowKey(actor.Stored.NamespaceId, run.WorkflowId), out _);
        }

        if (_deleted.Count >= DeletedMax)
        {
            _deleted.Clear();
        }

        _deleted[actor.Key] = true;
    }

    private void OnRunClosed(RunKey run)
    {
        if (_watched.TryGetValue(run.Workflow, out var key) && _actors.TryGetValue(key, out var actor))
        {
            _ = Wake(actor);
        }
    }

    private async Task WakeAsync(ScheduleActor actor)
    {
        if (_stopping || actor.IsDeleted)
        {
            return;
        }

        try
        {
            await WakeCoreAsync(actor).ConfigureAwait(false);
        }
        catch (Exception e) when (!_stopping)
        {
            // The record is as it was; the same is done again, unless the store is gone for good.
            Logs.ScheduleFailed(_log, actor.Stored.ScheduleId, e);
            _timers.Set(actor.Key, _engine.Clock.UtcNow + s_retryDelay);
        }
    }

    private async Task WakeCoreAsync(ScheduleActor actor)
    {
        var namespaceId = actor.Stored.NamespaceId;
        if (!_engine.Namespaces.TryGetById(namespaceId, out var ns) || ns.State == NamespaceState.Deleted)
        {
            // Its namespace was deleted, and it goes with it.
            await DeleteAsync(actor).ConfigureAwait(false);
            return;
        }

        await actor.WakeAsync(
            ns, _processor, id => _watched[new WorkflowKey(namespaceId, id)] = actor.Key, () => Settle(actor))
            .ConfigureAwait(false);
    }

    /// <summary>Sets the time of its next wake-up; ends of runs that it does not wait for need not wake it.</summary>
    private void Settle(ScheduleActor actor)
    {
        _timers.Set(actor.Key, actor.NextDue);
        var running = actor.Stored.Info.RunningWorkflows.Select(r => r.WorkflowId).ToHashSet(StringComparer.Ordinal);
        foreach (var action in actor.Stored.Info.RecentActions.Where(
            a => !running.Contains(a.StartWorkflowResult.WorkflowId)))
        {
            _watched.TryRemove(
                new WorkflowKey(actor.Stored.NamespaceId, action.StartWorkflowResult.WorkflowId), out _);
        }
    }
}
