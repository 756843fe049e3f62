using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>The end of the run: completed, failed, cancelled or continued as new.</summary>
internal sealed class CompletionMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "Completion",
        (State.Created, Trigger.RecordedEvent, State.Recorded));

    private State _state = State.Created;

    public CompletionMachine(CommandQueue commands, Command command)
        : base(commands) => Emit(command, command.CommandType switch
        {
            CommandType.CompleteWorkflowExecution => EventType.WorkflowExecutionCompleted,
            CommandType.FailWorkflowExecution => EventType.WorkflowExecutionFailed,
            CommandType.CancelWorkflowExecution => EventType.WorkflowExecutionCanceled,
            CommandType.ContinueAsNewWorkflowExecution => EventType.WorkflowExecutionContinuedAsNew,
            _ => throw new ArgumentException($"{command.CommandType} does not close a workflow"),
        });

    internal enum State
    {
        Created,
        Recorded,
    }

    internal enum Trigger
    {
        RecordedEvent,
    }

    public override string Describe() => "end of the workflow";

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e) =>
        _state = Table.Next(_state, Trigger.RecordedEvent, this);
}
