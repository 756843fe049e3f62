using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// One run in memory. Touched only inside the lock of its <see cref="Engine.WorkflowEntry"/>. What is durable is in
/// <see cref="State"/>; the rest can be lost at any time (admitted updates, queries, waiting callers, cached events).
/// Invariant: outside a transition, <see cref="Snapshot"/> is the serialized <see cref="State"/> without what is stored
/// beside it.
/// </summary>
internal sealed class WorkflowRun
{
    private readonly Dictionary<long, HistoryEvent> _pinned = [];
    private readonly HashSet<string> _signalIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UpdateInfo> _completedUpdates = new(StringComparer.Ordinal);
    private readonly ListedState _listed = new();
    private readonly IPendingParts[] _pending =
    [
        new PendingParts<long, ActivityInfo>(
            PartKind.Activity, s => s.Activities, a => a.ScheduledId, a => a.ScheduledId, ActivityInfo.Parser),
        new PendingParts<long, ChildInfo>(
            PartKind.Child, s => s.Children, c => c.InitiatedId, c => c.InitiatedId, ChildInfo.Parser),
        new PendingParts<string, TimerInfo>(
            PartKind.Timer, s => s.Timers, t => t.TimerId, t => t.StartedId, TimerInfo.Parser),
    ];

    private WorkflowRun(RunKey key, NamespaceEntry ns, RunState state, long version, ReadOnlyMemory<byte> snapshot)
    {
        Key = key;
        Namespace = ns;
        State = state;
        Version = version;
        Snapshot = snapshot;
        Tail = new HistoryTail(state.NextEventId);
    }

    /// <summary>The run.</summary>
    public RunKey Key { get; }

    /// <summary>Its namespace, as it was when the run was loaded; ids and names do not change.</summary>
    public NamespaceEntry Namespace { get; }

    /// <summary>Durable state.</summary>
    public RunState State { get; private set; }

    /// <summary>Version of the last commit handed to the store; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>Serialized state to go back to when a transition fails.</summary>
    public ReadOnlyMemory<byte> Snapshot { get; private set; }

    /// <summary>Newest events.</summary>
    public HistoryTail Tail { get; }

    /// <summary>Updates that are not completed.</summary>
    public UpdateRegistry Updates { get; } = new();

    /// <summary>Queries waiting for a workflow task.</summary>
    public QueryRegistry Queries { get; } = new();

    /// <summary>Wakes long polls after a commit.</summary>
    public ChangeSignal Changes { get; } = new();

    /// <summary>Wakes those who wait for the end of the run, and only then.</summary>
    public ChangeSignal Closed { get; } = new();

    /// <summary>True while the run is open.</summary>
    public bool IsRunning => State.Status is WorkflowExecutionStatus.Running or WorkflowExecutionStatus.Paused;

    /// <summary>Ids of updates that are completed, with the events that hold their outcome.</summary>
    public IReadOnlyDictionary<string, UpdateInfo> CompletedUpdates => _completedUpdates;

    /// <summary>Keeps virtual time from jumping while this run can make progress; null when it cannot.</summary>
    public IDisposable? TimeHold { get; set; }

    /// <summary>True when nothing but the store holds on to this run.</summary>
    public bool IsIdle =>
        Updates.IsEmpty && Queries.IsEmpty && !Changes.HasWaiters && !Closed.HasWaiters && !IsSpeculative && TimeHold is null;

    private bool IsSpeculative =>
        State.Task?.Status is WorkflowTaskStatus.SpeculativeScheduled or WorkflowTaskStatus.SpeculativeStarted;

    /// <summary>A new run; nothing is stored before its first commit.</summary>
    public static WorkflowRun Create(NamespaceEntry ns, RunState state)
    {
        state.NextEventId = 1;
        state.Task = new TaskInfo { Attempt = 1 };
        return new WorkflowRun(new RunKey(ns.Id, state.WorkflowId, state.RunId), ns, state, 0, default);
    }

    /// <summary>A new run that begins with a copied history.</summary>
    public static WorkflowRun CreateFrom(NamespaceEntry ns, RunState state) =>
        new(new RunKey(ns.Id, state.WorkflowId, state.RunId), ns, state, 0, default);

    /// <summary>A stored run.</summary>
    public static WorkflowRun Load(NamespaceEntry ns, StoredRun stored)
    {
        var state = RunState.Parser.ParseFrom(stored.State.Span);
        if (WorkflowTaskMachine.IsSpeculative(state))
        {
            // The updates it was for are gone with the server that admitted them; their callers ask again.
            state.Task.Status = WorkflowTaskStatus.None;
            state.Task.ScheduledId = 0;
        }

        var run = new WorkflowRun(stored.Key, ns, state, stored.Version, stored.State);
        foreach (var part in stored.Parts)
        {
            run.Adopt(part);
        }

        return run;
    }

    /// <summary>True when a signal with this request id was accepted before.</summary>
    public bool HasSignalId(string requestId) =>
        State.SignalRequestIds.Contains(requestId) || _signalIds.Contains(requestId);

    /// <summary>
    /// Keeps an event in memory until <see cref="Unpin"/>: it is needed when its subject is dispatched.
    /// </summary>
    public void Pin(HistoryEvent item) => _pinned[item.EventId] = item;

    /// <summary>Lets go of a pinned event.</summary>
    public void Unpin(long eventId) => _pinned.Remove(eventId);

    /// <summary>An event that is in memory, or null.</summary>
    public HistoryEvent? FindEvent(long eventId) => Tail.Find(eventId) ?? _pinned.GetValueOrDefault(eventId);

    /// <summary>
    /// Makes the current state the one to return to, and counts a version when it is to be stored. Adds to the transition
    /// the parts to store beside the state.
    /// </summary>
    public void Seal(Transition t, bool stored)
    {
        if (stored)
        {
            Version++;
        }

        foreach (var part in t.Parts)
        {
            Adopt(part);
        }

        foreach (var pending in _pending)
        {
            pending.Collect(t);
        }

        if (t.VisibilityChanged)
        {
            _listed.Forget();
        }

        Snapshot = Serialize();
        Tail.Trim(State.LastCompletedStartedId + 1, Limits.TailEventsMax);
    }

    /// <summary>Returns to the last sealed state; what the failed transition did is as if it never was.</summary>
    public void Rollback()
    {
        State = RunState.Parser.ParseFrom(Snapshot.Span);
        foreach (var pending in _pending)
        {
            pending.Restore(State);
        }

        Tail.TruncateTo(State.NextEventId);
        foreach (var id in _pinned.Keys.Where(id => id >= State.NextEventId).ToArray())
        {
            _pinned.Remove(id);
        }
    }

    private byte[] Serialize()
    {
        foreach (var pending in _pending)
        {
            pending.Detach(State);
        }

        var data = _listed.Serialize(State);
        foreach (var pending in _pending)
        {
            pending.Attach(State);
        }

        return data;
    }

    private void Adopt(RunPart part)
    {
        switch (part.Kind)
        {
            case PartKind.SignalId:
                _signalIds.Add(part.Id);
                break;
            case PartKind.CompletedUpdate when part.Data is { } data:
                _completedUpdates[part.Id] = UpdateInfo.Parser.ParseFrom(data.Span);
                break;
            case PartKind.Activity or PartKind.Child or PartKind.Timer when part.Data is { } data:
                _pending.Single(pending => pending.Kind == part.Kind).Load(State, data.Span);
                break;
            default:
                throw new InvariantException($"Run {Key.RunId} has a part of unknown kind {part.Kind}.");
        }
    }
}

/// <summary>Kinds of parts stored beside the state of a run.</summary>
internal static class PartKind
{
    /// <summary>Request id of an accepted signal; no data.</summary>
    public const int SignalId = 1;

    /// <summary>A completed update by its id; data is an <see cref="UpdateInfo"/>.</summary>
    public const int CompletedUpdate = 2;

    /// <summary>A pending activity by the id of its Scheduled event; data is an <see cref="ActivityInfo"/>.</summary>
    public const int Activity = 3;

    /// <summary>A pending child by the id of its Initiated event; data is a <see cref="ChildInfo"/>.</summary>
    public const int Child = 4;

    /// <summary>A pending timer by the id of its Started event; data is a <see cref="TimerInfo"/>.</summary>
    public const int Timer = 5;
}
