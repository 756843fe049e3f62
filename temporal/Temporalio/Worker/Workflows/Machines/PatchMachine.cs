using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>The marker of a patch. It has nothing to wait for.</summary>
internal sealed class PatchMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "Patch",
        (State.Created, Trigger.MarkerEvent, State.Recorded));

    private State _state = State.Created;

    public PatchMachine(CommandQueue commands, string patchId, bool deprecated)
        : base(commands)
    {
        PatchId = patchId;
        Emit(
            new()
            {
                CommandType = CommandType.RecordMarker,
                RecordMarkerCommandAttributes = new()
                {
                    MarkerName = PatchMarker.Name,
                    Details = { [PatchMarker.DetailsKeyName] = PatchMarker.Write(patchId, deprecated) },
                },
            },
            EventType.MarkerRecorded);
    }

    internal enum State
    {
        Created,
        Recorded,
    }

    internal enum Trigger
    {
        MarkerEvent,
    }

    public string PatchId { get; }

    public override string Describe() => $"patch '{PatchId}'";

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        if (!PatchMarker.TryRead(e.MarkerRecordedEventAttributes, out var recorded, out _) || recorded != PatchId)
        {
            throw Nondeterminism.WrongIdentity(e, "patch id", recorded, PatchId);
        }
        _state = Table.Next(_state, Trigger.MarkerEvent, this);
    }
}
