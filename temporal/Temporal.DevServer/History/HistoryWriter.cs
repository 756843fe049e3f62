using Google.Protobuf;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// Gives events their ids. Events that a worker has not asked for must not get between a started workflow task and its
/// commands, so they wait in a buffer without id until the task closes; on flush, closings of activities, children and
/// Nexus operations move behind everything else, because their started events must come first.
/// </summary>
internal sealed class HistoryWriter(Transition transition)
{
    private static long s_taskId = DateTime.UtcNow.Ticks;

    private readonly List<HistoryEvent> _written = [];

    /// <summary>Events written by this transition.</summary>
    public IReadOnlyList<HistoryEvent> Written => _written;

    /// <summary>Their size.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>The largest of them.</summary>
    public HistoryEvent? Largest { get; private set; }

    /// <summary>Size of <see cref="Largest"/>.</summary>
    public int LargestBytes { get; private set; }

    /// <summary>
    /// True while a completion is being applied: bufferable events then wait for its own commands to end.
    /// </summary>
    public bool IsCompleting { get; set; }

    private RunState State => transition.State;

    private bool MustBuffer => IsCompleting || State.Task.Status is
        WorkflowTaskStatus.Started or WorkflowTaskStatus.TransientStarted or WorkflowTaskStatus.SpeculativeStarted;

    /// <summary>Writes an event now.</summary>
    public HistoryEvent Append(HistoryEvent item)
    {
        WorkflowTaskMachine.MakeSpeculativeNormal(transition);
        return Write(item);
    }

    /// <summary>Writes an event, or buffers it while a workflow task is started. True when it was written.</summary>
    public bool AppendOrBuffer(HistoryEvent item)
    {
        WorkflowTaskMachine.MakeSpeculativeNormal(transition);
        if (!MustBuffer)
        {
            Write(item);
            return true;
        }

        Stamp(item);
        State.Buffer.Add(item);
        State.BufferBytes += item.CalculateSize();
        return false;
    }

    /// <summary>
    /// Writes an event without turning a speculative task into a normal one (which is how that one is written).
    /// </summary>
    public HistoryEvent Write(HistoryEvent item)
    {
        Stamp(item);
        item.EventId = State.NextEventId++;
        item.TaskId = Interlocked.Increment(ref s_taskId);
        Count(item);
        transition.Run.Tail.Append(item);
        _written.Add(item);
        return item;
    }

    /// <summary>Writes the buffered events; true when there were any.</summary>
    public bool Flush()
    {
        if (State.Buffer.Count == 0)
        {
            return false;
        }

        var events = State.Buffer.ToArray();
        State.Buffer.Clear();
        State.BufferBytes = 0;
        var links = new BufferedLinks(transition.Run);
        foreach (var item in events.Where(e => !IsCompletion(e)).Concat(events.Where(IsCompletion)))
        {
            links.Resolve(item);
            Write(item);
            links.Record(item);
        }

        return true;
    }

    /// <summary>Forgets buffered events that the completing task itself caused (its run closes).</summary>
    public void DropOwnBuffered(int keep)
    {
        while (State.Buffer.Count > keep)
        {
            State.Buffer.RemoveAt(State.Buffer.Count - 1);
        }
    }

    /// <summary>The batch of this transition, or none.</summary>
    public IReadOnlyList<HistoryBatch> ToBatches()
    {
        if (_written.Count == 0)
        {
            return [];
        }

        var history = new Temporalio.Api.History.V1.History();
        history.Events.AddRange(_written);
        return [new HistoryBatch(_written[0].EventId, _written[^1].EventId, history.ToByteArray())];
    }

    private void Count(HistoryEvent item)
    {
        var bytes = item.CalculateSize();
        State.HistorySizeBytes += bytes;
        WrittenBytes += bytes;
        if (bytes > LargestBytes)
        {
            (Largest, LargestBytes) = (item, bytes);
        }
    }

    private static bool IsCompletion(HistoryEvent item) => item.EventType is
        EventType.ActivityTaskCompleted or EventType.ActivityTaskFailed or EventType.ActivityTaskTimedOut
        or EventType.ActivityTaskCanceled or EventType.ChildWorkflowExecutionCompleted
        or EventType.ChildWorkflowExecutionFailed or EventType.ChildWorkflowExecutionCanceled
        or EventType.ChildWorkflowExecutionTimedOut or EventType.ChildWorkflowExecutionTerminated
        || NexusEvents.IsCompletion(item);

    private void Stamp(HistoryEvent item) => item.EventTime ??= transition.Stamp;
}
