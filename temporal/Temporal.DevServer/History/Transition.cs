using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;

namespace Temporal.DevServer.History;

/// <summary>
/// One unit of work on one run: machines change the state and write events through it, and say what must happen once it
/// is durable. Either all of it is sealed (<see cref="Finish"/>) or the run is rolled back.
/// </summary>
internal sealed class Transition
{
    private readonly List<RunPart> _parts = [];
    private readonly List<Action> _afterCommit = [];
    private bool _isFinished;

    /// <summary>Begins a unit of work.</summary>
    public Transition(WorkflowRun run, DateTimeOffset now)
    {
        Run = run;
        Now = now;
        Stamp = now.ToStamp();
        History = new HistoryWriter(this);
    }

    /// <summary>The run.</summary>
    public WorkflowRun Run { get; }

    /// <summary>Its state.</summary>
    public RunState State => Run.State;

    /// <summary>Server time of everything in this transition.</summary>
    public DateTimeOffset Now { get; }

    /// <summary><see cref="Now"/> as a message; never modified.</summary>
    public Timestamp Stamp { get; }

    /// <summary>Writes events.</summary>
    public HistoryWriter History { get; }

    /// <summary>What to do when this is durable.</summary>
    public Effects Effects { get; } = new();

    /// <summary>True when lists must show something new.</summary>
    public bool VisibilityChanged { get; set; }

    /// <summary>True when the run becomes the current one of its workflow id.</summary>
    public bool BecomesCurrent { get; set; }

    /// <summary>History copied from another run, in front of what this transition writes.</summary>
    public IReadOnlyList<HistoryBatch> BaseHistory { get; init; } = [];

    /// <summary>A run that is created in the same commit, because this one closed and is continued.</summary>
    public Transition? Successor { get; set; }

    /// <summary>Records written beside the state.</summary>
    public IReadOnlyList<RunPart> Parts => _parts;

    /// <summary>Set by events the workflow has to see: <see cref="Finish"/> then schedules a workflow task.</summary>
    public bool WakeRequested { get; private set; }

    /// <summary>Asks for a workflow task, if the run has none and may have one.</summary>
    public void Wake() => WakeRequested = true;

    /// <summary>Adds a record beside the state.</summary>
    public void AddPart(int kind, string id, IMessage? data) =>
        _parts.Add(new RunPart(kind, id, data is null ? Array.Empty<byte>() : data.ToByteArray()));

    /// <summary>Removes a record beside the state.</summary>
    public void RemovePart(int kind, string id) => _parts.Add(new RunPart(kind, id, null));

    /// <summary>Runs an action once this is durable; for callers waiting outside.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Actions for <see cref="Effects"/> to run.</summary>
    public IReadOnlyList<Action> AfterCommitActions => _afterCommit;

    /// <summary>Last step before commit: the workflow task that the new events call for. Does it once.</summary>
    public void Finish()
    {
        if (_isFinished)
        {
            return;
        }

        _isFinished = true;
        HistoryLimit.Enforce(this);
        if (WakeRequested)
        {
            WorkflowTaskMachine.ScheduleIfPossible(this);
        }

        BufferLimit.Enforce(this);
        State.TransitionCount++;
    }
}
