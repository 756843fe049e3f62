using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporal.DevServer.Visibility;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// Work on one workflow id, inside its gate. Transitions begun here are committed here or rolled back.
/// </summary>
internal sealed class WorkflowSession(ExecutionEngine engine, WorkflowEntry entry)
{
    private readonly List<Delivery> _deliveries = [];
    private readonly HashSet<WorkflowRun> _touched = [];
    private Transition? _open;

    /// <summary>The workflow id.</summary>
    public WorkflowKey Key => entry.Key;

    /// <summary>What to do once everything is durable.</summary>
    public IReadOnlyList<Delivery> Deliveries => _deliveries;

    /// <summary>
    /// Set, before the commit, by a caller whose answer may be given before the commit is durable: a task handed to a
    /// worker, which after a crash is simply handed out again. Usually the worker's answer comes within the moment that
    /// such a commit may wait, and both become one.
    /// </summary>
    public bool AnswersBeforeCommit { get; set; }

    /// <summary>
    /// Set, before the commit, by a caller whose answer can come with the next one: the report of an activity, the start
    /// of a run. When a waiting worker gets the workflow task that this leads to, the commit may wait for that worker's
    /// answer, and both become one.
    /// </summary>
    public bool GoesWithWorkflowTask { get; set; }

    /// <summary>The newest run, or null.</summary>
    public async ValueTask<WorkflowRun?> CurrentAsync()
    {
        if (!entry.IsCurrentKnown)
        {
            entry.CurrentRunId = await engine.Store.LoadCurrentRunIdAsync(entry.Key).ConfigureAwait(false);
            entry.IsCurrentKnown = true;
        }

        return entry.CurrentRunId is { } runId ? await FindAsync(runId).ConfigureAwait(false) : null;
    }

    /// <summary>A run by its id, or the newest for an empty id; null when there is none.</summary>
    public async ValueTask<WorkflowRun?> FindAsync(string runId)
    {
        if (runId.Length == 0)
        {
            return await CurrentAsync().ConfigureAwait(false);
        }

        if (entry.Runs.TryGetValue(runId, out var run))
        {
            return run;
        }

        var key = new RunKey(entry.Key.NamespaceId, entry.Key.WorkflowId, runId);
        if (await engine.Store.LoadRunAsync(key).ConfigureAwait(false) is not { } stored
            || !engine.Namespaces.TryGetById(key.NamespaceId, out var ns))
        {
            return null;
        }

        run = WorkflowRun.Load(ns, stored);
        entry.Runs[runId] = run;
        return run;
    }

    /// <summary>Waits until everything handed to the store is durable, to read it back inside the gate.</summary>
    public Task FlushAsync()
    {
        if (entry.LastCommitMayWait)
        {
            engine.Store.Hurry();
        }

        return entry.LastCommit;
    }

    /// <summary>Begins a unit of work. One at a time.</summary>
    public Transition Begin(WorkflowRun run)
    {
        Invariant.Require(_open is null);
        return _open = new Transition(run, engine.Clock.UtcNow);
    }

    /// <summary>
    /// Begins the first unit of work of a new run; it may be open together with one that closes the old run.
    /// </summary>
    public Transition BeginNew(RunStart start)
    {
        Invariant.Require(engine.Namespaces.TryGetById(entry.Key.NamespaceId, out var ns));
        var run = WorkflowRun.Create(ns, RunMachine.NewState(ns.Id, start));
        return new Transition(run, engine.Clock.UtcNow);
    }

    /// <summary>Hands transitions to the store as one set, and makes them the state from now on.</summary>
    public void Commit(params ReadOnlySpan<Transition> transitions)
    {
        var changes = new List<RunChange>();
        foreach (var t in transitions)
        {
            Seal(t, changes);
            if (t.Successor is { } successor)
            {
                Seal(successor, changes);
            }
        }

        _open = null;
        var mayWait = AnswersBeforeCommit
            || (GoesWithWorkflowTask && _deliveries.Exists(delivery => delivery.WorkflowTask is not null));
        entry.LastCommitMayWait = mayWait;
        entry.LastCommit = engine.Store.CommitAsync(new ChangeSet { Changes = changes, MayWait = mayWait });
    }

    /// <summary>
    /// Makes a transition the state without storing it: it holds nothing durable (speculative tasks).
    /// </summary>
    public void Keep(Transition t)
    {
        Invariant.Require(t.History.Written.Count == 0 && t.Parts.Count == 0);
        _open = null;
        t.Run.Seal(t, stored: false);
        Invariant.Require(t.Parts.Count == 0);
        Collect(t);
    }

    /// <summary>Undoes the open unit of work, if there is one.</summary>
    public void Rollback()
    {
        _open?.Run.Rollback();
        _open = null;
    }

    /// <summary>Removes a closed run with everything that belongs to it.</summary>
    public void Remove(WorkflowRun run)
    {
        entry.Runs.Remove(run.Key.RunId);
        if (entry.CurrentRunId == run.Key.RunId)
        {
            entry.CurrentRunId = null;
        }

        entry.LastCommitMayWait = false;
        entry.LastCommit = engine.Store.CommitAsync(new ChangeSet { Removals = [new RunRemoval(run.Key)] });
    }

    /// <summary>Last step inside the gate: timers and holds follow what is in memory now.</summary>
    public void Leave()
    {
        Rollback();
        foreach (var run in _touched)
        {
            engine.Timers.Set(run.Key, RunTimers.NextDue(run.State));
            UpdateTimeHold(run);
        }
    }

    private void Seal(Transition t, List<RunChange> changes)
    {
        t.Finish();
        HistoryLimit.Warn(engine.Log, t);
        var expected = t.Run.Version;
        t.Run.Seal(t, stored: true);
        if (t.BecomesCurrent)
        {
            entry.IsCurrentKnown = true;
            entry.CurrentRunId = t.Run.Key.RunId;
        }

        entry.Runs[t.Run.Key.RunId] = t.Run;
        changes.Add(new RunChange
        {
            Key = t.Run.Key,
            ExpectedVersion = expected,
            Version = t.Run.Version,
            State = t.Run.Snapshot,
            NewHistory = [.. t.BaseHistory, .. t.History.ToBatches()],
            Parts = t.Parts,
            BecomesCurrent = t.BecomesCurrent,
            Visibility = t.VisibilityChanged ? VisibilityRecords.Of(t.State) : null,
            NextTimer = RunTimers.NextDue(t.State),
            HasPendingWork = PendingWork.Exists(t.State),
            ClosedAt = t.State.CloseTime?.ToDateTimeOffset(),
        });
        Collect(t);
    }

    private void Collect(Transition t)
    {
        _touched.Add(t.Run);
        _deliveries.Add(Delivery.Of(t));
    }

    private void UpdateTimeHold(WorkflowRun run)
    {
        if (!engine.Clock.CanJump)
        {
            return;
        }

        if (PendingWork.KeepsTime(run.State))
        {
            run.TimeHold ??= engine.Clock.Hold();
        }
        else
        {
            run.TimeHold?.Dispose();
            run.TimeHold = null;
        }
    }
}
