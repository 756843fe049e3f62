using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Protocol.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>
/// Commands in the order the workflow issued them, until each has met its event. There are no sequence numbers on the
/// wire: the n-th command belongs to the n-th command event, so a difference in kind or identity is a non-determinism.
/// Invariant: the first <see cref="_sealed" /> entries are sent (or replayed) and wait for their events, in order.
/// </summary>
internal sealed class CommandQueue
{
    private readonly List<OutgoingCommand> _entries = [];
    private readonly Dictionary<long, Machine> _byEventId = [];
    private readonly List<Message> _messages = [];
    private int _sealed;
    private bool _skippedPatchMarker;

    /// <summary>
    /// Gets the jobs that machines make by themselves, without an event; applied after the current activation.
    /// </summary>
    public JobList LocalJobs { get; } = new();

    /// <summary>
    /// Gets the number of commands issued so far, whether withdrawn or not; only grows within an activation.
    /// </summary>
    public int IssuedCount { get; private set; }

    /// <summary>Gets the commands of the last <see cref="Seal" /> that have not met their events.</summary>
    public IReadOnlyList<OutgoingCommand> Sealed => _entries;

    public void Add(OutgoingCommand command)
    {
        IssuedCount++;
        _entries.Add(command);
    }

    public void AddMessage(Message message)
    {
        IssuedCount++;
        _messages.Add(message);
    }

    /// <summary>Takes the protocol messages to send.</summary>
    public List<Message> TakeMessages()
    {
        List<Message> messages = [.. _messages];
        _messages.Clear();
        return messages;
    }

    /// <summary>
    /// Ends a workflow task: drops withdrawn commands, puts the first closing command last and drops the others.
    /// </summary>
    public void Seal()
    {
        _entries.RemoveAll(static e => e.Withdrawn);
        var terminal = _entries.FindIndex(static e => e.IsTerminal);
        if (terminal >= 0)
        {
            var closing = _entries[terminal];
            _entries.RemoveAll(static e => e.IsTerminal);
            _entries.Add(closing);
        }
        _sealed = _entries.Count;
    }

    /// <summary>Meets a command event with the command that must have caused it.</summary>
    public void Match(HistoryEvent e)
    {
        if (MaySkip(e))
        {
            return;
        }
        if (_sealed == 0)
        {
            throw Nondeterminism.NoCommand(e);
        }
        var command = _entries[0];
        if (command.RecordedAs != e.EventType)
        {
            throw Nondeterminism.WrongCommand(e, command);
        }
        _entries.RemoveAt(0);
        _sealed--;
        command.Owner.OnRecorded(command, e);
    }

    /// <summary>
    /// Requires that every sent command has met its event, since the next event is not caused by a command.
    /// </summary>
    public void RequireAllRecorded(HistoryEvent? next)
    {
        if (_sealed > 0)
        {
            throw Nondeterminism.NoEvent(next, _entries[0]);
        }
    }

    /// <summary>Makes a machine known by its event id, by which later events refer to it.</summary>
    public void Track(long eventId, Machine machine) => _byEventId[eventId] = machine;

    public void Untrack(long eventId) => _byEventId.Remove(eventId);

    public Machine Find(long eventId, HistoryEvent e) =>
        _byEventId.TryGetValue(eventId, out var machine)
            ? machine
            : throw Nondeterminism.Error(
                $"{Nondeterminism.Describe(e)} refers to event {eventId}, which is not pending");

    /// <summary>Markers of deprecated patches, and what follows them, need no call any more.</summary>
    private bool MaySkip(HistoryEvent e)
    {
        var afterSkipped = _skippedPatchMarker;
        _skippedPatchMarker = false;
        if (e.EventType == EventType.MarkerRecorded &&
            PatchMarker.TryRead(e.MarkerRecordedEventAttributes, out var patchId, out var deprecated) && deprecated)
        {
            _skippedPatchMarker = !(_sealed > 0 && _entries[0].Owner is PatchMachine patch && patch.PatchId == patchId);
            return _skippedPatchMarker;
        }
        return afterSkipped && e.EventType == EventType.UpsertWorkflowSearchAttributes &&
            e.UpsertWorkflowSearchAttributesEventAttributes.SearchAttributes.IndexedFields
                .ContainsKey(PatchMarker.ChangeVersionAttribute) &&
            !(_sealed > 0 && _entries[0].RecordedAs == EventType.UpsertWorkflowSearchAttributes);
    }
}
