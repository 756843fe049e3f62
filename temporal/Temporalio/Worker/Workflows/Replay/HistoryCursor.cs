using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.Replay;

/// <summary>
/// Cuts a history into sequences, each of which is what one workflow task brought to the worker.
/// <para>
/// How replay works. The workflow's code is the only record of its state, so the state is rebuilt by running the code
/// again, giving it what it was given, at the points at which it was given it. Such a point is a WorkflowTaskStarted
/// event: all that happened up to it was told to the code in one go, and the commands that the code then issued are the
/// events behind the following WorkflowTaskCompleted. So the events are cut behind each WorkflowTaskStarted that
/// counts. A started task does not count if it failed, timed out or the run was closed under it, nor if it was a mere
/// heartbeat (completed without any command and followed at once by the next task): what it brought is told together
/// with the next one. Where an update was accepted, the cut lies at the task that brought the update.
/// </para>
/// <para>
/// To decide, the cursor looks up to two events ahead; while pages of the history are missing it asks for one rather
/// than guess. It ends when no events are left.
/// </para>
/// </summary>
internal sealed class HistoryCursor
{
    private readonly List<HistoryEvent> _events = [];
    private int _start;
    private long _lastId;

    /// <summary>What <see cref="TryCut" /> found.</summary>
    internal enum Cut
    {
        /// <summary>A sequence, which is taken.</summary>
        Sequence,

        /// <summary>The next page of the history is needed to decide.</summary>
        NeedsPage,

        /// <summary>Nothing is left.</summary>
        End,
    }

    /// <summary>Gets or sets a value indicating whether the history has pages that were not appended yet.</summary>
    public bool HasMorePages { get; set; }

    /// <summary>Gets the id of the last event that was cut off; 0 at first.</summary>
    public long LastTakenId { get; private set; }

    /// <summary>Gets the events behind the last sequence.</summary>
    public IEnumerable<HistoryEvent> Ahead => _events.Skip(_start);

    /// <summary>Gets a value indicating whether nothing is behind the last sequence.</summary>
    public bool IsExhausted => _start == _events.Count && !HasMorePages;

    /// <summary>Adds events; those already known are skipped.</summary>
    /// <exception cref="Exceptions.WorkflowNondeterminismException">An event is missing.</exception>
    public void Append(IEnumerable<HistoryEvent> events)
    {
        foreach (var e in events)
        {
            if (e.EventId <= _lastId)
            {
                continue;
            }
            if (e.EventId != _lastId + 1)
            {
                throw new InvalidOperationException(
                    $"History is out of order: event {_lastId} is followed by {e.EventId}");
            }
            _lastId = e.EventId;
            _events.Add(e);
        }
    }

    /// <summary>Forgets that events were seen; the server has dropped the task that they belonged to.</summary>
    public void RollBackTo(long eventId)
    {
        Invariant.Require(_start == _events.Count, "rolling back with events left");
        _lastId = Math.Min(_lastId, eventId);
        LastTakenId = Math.Min(LastTakenId, eventId);
    }

    /// <summary>Takes the next sequence.</summary>
    /// <param name="sequence">Events of the sequence; valid until the next call.</param>
    public Cut TryCut(out IReadOnlyList<HistoryEvent> sequence)
    {
        sequence = [];
        if (_start == _events.Count)
        {
            return HasMorePages ? Cut.NeedsPage : Cut.End;
        }
        var end = FindEnd(out var needsPage);
        if (needsPage)
        {
            return Cut.NeedsPage;
        }
        sequence = Take(end);
        return Cut.Sequence;
    }

    private List<HistoryEvent> Take(int end)
    {
        var taken = _events.GetRange(_start, end - _start);
        _start = end;
        LastTakenId = taken[^1].EventId;
        if (_start == _events.Count)
        {
            _events.Clear();
            _start = 0;
        }
        return taken;
    }

    /// <summary>Index behind the last event of the next sequence.</summary>
    private int FindEnd(out bool needsPage)
    {
        needsPage = false;
        var commandSeen = false;
        List<int> startedTasks = [];
        for (var i = _start; i < _events.Count; i++)
        {
            var e = _events[i];
            commandSeen |= HistoryEvents.IsCommandEvent(e) || e.EventType == EventType.WorkflowExecutionStarted;
            if (HistoryEvents.IsFinal(e))
            {
                return i + 1;
            }
            if (e.EventType != EventType.WorkflowTaskStarted)
            {
                continue;
            }
            if (!HasLookAhead(i))
            {
                needsPage = true;
                return i;
            }
            if (TryEndAt(i, commandSeen, startedTasks) is { } end)
            {
                return end;
            }
        }
        // Events without a started task, such as the commands of the last one: nothing to run, but much to compare.
        needsPage = HasMorePages;
        return _events.Count;
    }

    /// <summary>
    /// Whether enough is known to judge the started task at an index: the commands that follow it, to their end.
    /// </summary>
    private bool HasLookAhead(int started)
    {
        if (!HasMorePages)
        {
            return true;
        }
        for (var i = started + 2; i < _events.Count; i++)
        {
            if (!HistoryEvents.IsCommandEvent(_events[i]))
            {
                return true;
            }
        }
        return false;
    }

    private int? TryEndAt(int i, bool commandSeen, List<int> startedTasks)
    {
        var next = i + 1 < _events.Count ? _events[i + 1] : null;
        var afterNext = i + 2 < _events.Count ? _events[i + 2] : null;
        if (next != null && HistoryEvents.VoidsTask(next))
        {
            return null;
        }
        startedTasks.Add(i);
        if (next is { EventType: EventType.WorkflowTaskCompleted } && afterNext != null)
        {
            if (afterNext.EventType == EventType.WorkflowTaskScheduled && !commandSeen)
            {
                return null;
            }
            if (afterNext.EventType == EventType.WorkflowExecutionUpdateAccepted)
            {
                return EndOfUpdateTask(startedTasks, afterNext) + 1;
            }
        }
        return i + 1;
    }

    private int EndOfUpdateTask(List<int> startedTasks, HistoryEvent accepted)
    {
        var sequencingId = accepted.WorkflowExecutionUpdateAcceptedEventAttributes.AcceptedRequestSequencingEventId;
        var earlier = startedTasks.FindLastIndex(i => _events[i].EventId < sequencingId);
        return earlier >= 0 ? startedTasks[earlier] : startedTasks[^1];
    }
}
