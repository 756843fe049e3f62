using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>A change of search attributes or memo. It has nothing to wait for.</summary>
internal sealed class UpsertMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "Upsert",
        (State.Created, Trigger.RecordedEvent, State.Recorded));

    private readonly string _what;
    private State _state = State.Created;

    public UpsertMachine(CommandQueue commands, Command command)
        : base(commands)
    {
        var isMemo = command.CommandType == CommandType.ModifyWorkflowProperties;
        _what = isMemo ? "upsert of memo" : "upsert of search attributes";
        Emit(command, isMemo ? EventType.WorkflowPropertiesModified : EventType.UpsertWorkflowSearchAttributes);
    }

    internal enum State
    {
        Created,
        Recorded,
    }

    internal enum Trigger
    {
        RecordedEvent,
    }

    public override string Describe() => _what;

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e) =>
        _state = Table.Next(_state, Trigger.RecordedEvent, this);
}
