using System.Runtime.ExceptionServices;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Nexus.Callbacks;
using Temporal.DevServer.Nexus.Endpoints;
using Temporal.DevServer.Nexus.Tasks;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Timers;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// Runs all work on executions. Each workflow id is an actor: one piece of work at a time, in memory. A piece of work
/// mutates and hands its transitions to the store inside the gate, then leaves the gate; only when the store says they
/// are durable are tasks dispatched and callers answered. Work that comes meanwhile goes on from the newer state and is
/// committed after it, so many transitions of one or many workflows share a database commit.
/// </summary>
internal sealed class ExecutionEngine
{
    private static readonly TimeSpan s_timerRetryDelay = TimeSpan.FromSeconds(1);

    private readonly WorkflowCache _cache = new(Limits.CachedWorkflowsMax);

    /// <summary>Creates the engine.</summary>
    public ExecutionEngine(
        IExecutionStore store, INamespaceRegistry namespaces, EndpointBook endpoints, CallbackPoster callbacks, IClock clock,
        TaskQueues queues, ILogger log)
    {
        Log = log;
        Store = store;
        Namespaces = namespaces;
        Endpoints = endpoints;
        Callbacks = callbacks;
        Clock = clock;
        Queues = queues;
        Nexus = new NexusDispatcher(queues, clock);
        Timers = new TimerQueue(clock, FireTimersAsync);
        Messenger = new Messenger(this, log);
        History = new HistoryReader(this);
    }

    /// <summary>Where faults and warnings go.</summary>
    public ILogger Log { get; }

    /// <summary>Durable home.</summary>
    public IExecutionStore Store { get; }

    /// <summary>Namespaces.</summary>
    public INamespaceRegistry Namespaces { get; }

    /// <summary>Nexus endpoints.</summary>
    public EndpointBook Endpoints { get; }

    /// <summary>Calls workers that handle Nexus operations.</summary>
    public NexusDispatcher Nexus { get; }

    /// <summary>Calls those who wait for the end of a run elsewhere.</summary>
    public CallbackPoster Callbacks { get; }

    /// <summary>Server time.</summary>
    public IClock Clock { get; }

    /// <summary>Time for deadlines of calls, which never jumps.</summary>
    public DateTimeOffset WallNow => DateTimeOffset.UtcNow;

    /// <summary>Task queues.</summary>
    public TaskQueues Queues { get; }

    /// <summary>Wakes runs.</summary>
    public TimerQueue Timers { get; }

    /// <summary>Carries messages between workflows.</summary>
    public Messenger Messenger { get; }

    /// <summary>Reads histories.</summary>
    public HistoryReader History { get; }

    /// <summary>
    /// Told of each run that is closed, once that is durable; may be told more than once. Must return at once.
    /// </summary>
    public Action<RunKey>? RunClosed { get; set; }

    /// <summary>
    /// Told of each poll by a worker of a deployment's version: namespace id, the version, the queue and its type.
    /// </summary>
    public Func<string, WorkerDeploymentOptions, string, TaskQueueType, Task>? VersionSeen { get; set; }

    /// <summary>Workflows in memory.</summary>
    public int CachedWorkflows => _cache.Count;

    /// <summary>
    /// Does a piece of work on a workflow id and answers when everything it did, and everything it saw, is durable.
    /// </summary>
    public async Task<T> RunAsync<T>(WorkflowKey key, Func<WorkflowSession, ValueTask<T>> work)
    {
        var entry = _cache.Rent(key);
        try
        {
            return await RunCoreAsync(entry, work).ConfigureAwait(false);
        }
        finally
        {
            _cache.Return(entry);
        }
    }

    private async Task<T> RunCoreAsync<T>(WorkflowEntry entry, Func<WorkflowSession, ValueTask<T>> work)
    {
        await entry.Gate.WaitAsync().ConfigureAwait(false);
        var session = new WorkflowSession(this, entry);
        T? result = default;
        ExceptionDispatchInfo? fault = null;
        Task commit;
        bool mayWait;
        try
        {
            result = await work(session).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            fault = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            session.Leave();
            commit = entry.LastCommit;
            mayWait = entry.LastCommitMayWait;
            entry.Gate.Release();
        }

        var isTaken = !commit.IsCompleted && HandOver(session);
        if (mayWait && !session.AnswersBeforeCommit && !(isTaken && session.GoesWithWorkflowTask))
        {
            Store.Hurry();
        }

        if (session.AnswersBeforeCommit && fault is null)
        {
            _ = FinishAsync(entry, session, commit);
        }
        else
        {
            await FinishAsync(entry, session, commit).ConfigureAwait(false);
        }

        fault?.Throw();
        return result!;
    }

    /// <summary>
    /// Gives workflow tasks to workers that wait for one, before they are durable: thinking about them changes nothing,
    /// and the worker's answer is committed after them or with them, or refused if they are lost. True if one was taken.
    /// </summary>
    private bool HandOver(WorkflowSession session)
    {
        var isTaken = false;
        foreach (var delivery in session.Deliveries)
        {
            if (delivery.WorkflowTask is { } task && Queues.TryHandOver(task))
            {
                delivery.IsWorkflowTaskTaken = true;
                isTaken = true;
            }
        }

        return isTaken;
    }

    /// <summary>Waits until the work is durable, then lets it have its effects.</summary>
    private async Task FinishAsync(WorkflowEntry entry, WorkflowSession session, Task commit)
    {
        if (!commit.IsCompletedSuccessfully)
        {
            try
            {
                await commit.ConfigureAwait(false);
            }
            catch (Exception e) when (e is StoreFencedException or StoreConflictException)
            {
                await ForgetAsync(entry, commit).ConfigureAwait(false);
                throw RpcErrors.Unavailable("The change could not be stored. Try again.");
            }
        }

        foreach (var delivery in session.Deliveries)
        {
            Deliver(delivery);
        }
    }

    /// <summary>Lets a committed transition have its effects; also used to repeat them at start-up.</summary>
    public void Deliver(Delivery delivery)
    {
        foreach (var action in delivery.Actions)
        {
            action();
        }

        delivery.Run.Changes.Notify();
        if (!delivery.Run.IsRunning)
        {
            delivery.Run.Closed.Notify();
            RunClosed?.Invoke(delivery.Run.Key);
        }

        if (delivery is { WorkflowTask: { } workflowTask, IsWorkflowTaskTaken: false })
        {
            Queues.Add(workflowTask);
        }

        foreach (var task in delivery.Activities)
        {
            Queues.Add(task);
        }

        if (delivery.Effects.HasMessages)
        {
            Messenger.Post(delivery.Run.Key, delivery.Effects);
        }
    }

    private async Task ForgetAsync(WorkflowEntry entry, Task failed)
    {
        await entry.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (entry.LastCommit == failed || entry.LastCommit.IsFaulted)
            {
                entry.Forget();
            }
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task FireTimersAsync(RunKey key)
    {
        try
        {
            await FireDueAsync(key).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The run is unchanged; it is woken again, unless the store is gone for good.
            Logs.TimerFailed(Log, key.RunId, e);
            Timers.Set(key, Clock.UtcNow + s_timerRetryDelay);
        }
    }

    private Task FireDueAsync(RunKey key) => RunAsync(key.Workflow, async session =>
    {
        if (await session.FindAsync(key.RunId).ConfigureAwait(false) is { } run)
        {
            if (run.IsRunning && RunContinuation.NeedsStartedEvent(run.State))
            {
                await History.PinStartedEventAsync(run).ConfigureAwait(false);
            }

            var t = session.Begin(run);
            if (RunTimers.FireDue(t))
            {
                session.Commit(t);
            }
            else
            {
                // Woken early, or for something that is gone: wait for what is next.
                session.Rollback();
                Timers.Set(key, RunTimers.NextDue(run.State));
            }
        }

        return true;
    });
}
