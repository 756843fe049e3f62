using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>A signal to another workflow or a child. Cancelling withdraws it only while it is not yet sent.</summary>
internal sealed class SignalExternalMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "SignalExternal",
        (State.Created, Trigger.Cancel, State.Withdrawn),
        (State.Created, Trigger.InitiatedEvent, State.Initiated),
        (State.Initiated, Trigger.Cancel, State.Initiated),
        (State.Initiated, Trigger.SignaledEvent, State.Closed),
        (State.Initiated, Trigger.FailedEvent, State.Closed),
        (State.Closed, Trigger.Cancel, State.Closed));

    private readonly OutgoingCommand _signal;
    private readonly TaskCompletionSource<Failure?> _source = new();
    private State _state = State.Created;
    private long _initiatedEventId;
    private Failure? _failure;

    public SignalExternalMachine(CommandQueue commands, Command signal)
        : base(commands) => _signal = Emit(signal, EventType.SignalExternalWorkflowExecutionInitiated);

    internal enum State
    {
        Created,
        Withdrawn,
        Initiated,
        Closed,
    }

    internal enum Trigger
    {
        InitiatedEvent,
        SignaledEvent,
        FailedEvent,
        Cancel,
    }

    /// <summary>Gets the task that ends when the signal is delivered; its result is the failure, if any.</summary>
    public Task<Failure?> Task => _source.Task;

    private SignalExternalWorkflowExecutionCommandAttributes Attributes =>
        _signal.Proto.SignalExternalWorkflowExecutionCommandAttributes;

    public override string Describe() =>
        $"signal '{Attributes.SignalName}' to workflow '{Attributes.Execution.WorkflowId}'";

    public void Cancel()
    {
        _state = Table.Next(_state, Trigger.Cancel, this);
        if (_state == State.Withdrawn)
        {
            _signal.Withdrawn = true;
            _failure = new()
            {
                Message = "Signal was cancelled before being sent",
                CanceledFailureInfo = new(),
            };
            Commands.LocalJobs.Deliver(this);
        }
    }

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        _state = Table.Next(_state, Trigger.InitiatedEvent, this);
        _initiatedEventId = e.EventId;
        Commands.Track(e.EventId, this);
    }

    public override void OnEvent(HistoryEvent e, JobList jobs)
    {
        if (e.EventType == EventType.SignalExternalWorkflowExecutionFailed)
        {
            _state = Table.Next(_state, Trigger.FailedEvent, this);
            _failure = new()
            {
                Message = "Unable to signal external workflow because it was not found",
                ApplicationFailureInfo = new() { Type = "ExternalWorkflowExecutionNotFound" },
            };
        }
        else
        {
            _state = Table.Next(_state, Trigger.SignaledEvent, this);
        }
        Commands.Untrack(_initiatedEventId);
        jobs.Deliver(this);
    }

    public override void Deliver() => _source.TrySetResult(_failure);
}
