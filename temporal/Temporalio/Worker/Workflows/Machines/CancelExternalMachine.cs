using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>A request to cancel another workflow or a child. Once made it cannot be withdrawn.</summary>
internal sealed class CancelExternalMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "CancelExternal",
        (State.Created, Trigger.InitiatedEvent, State.Initiated),
        (State.Initiated, Trigger.CancelRequestedEvent, State.Closed),
        (State.Initiated, Trigger.FailedEvent, State.Closed));

    private readonly string _workflowId;
    private readonly ChildWorkflowMachine? _child;
    private readonly TaskCompletionSource<Failure?> _source = new();
    private State _state = State.Created;
    private long _initiatedEventId;
    private Failure? _failure;

    public CancelExternalMachine(
        CommandQueue commands,
        string ns,
        string workflowId,
        string runId,
        bool childOnly,
        string reason,
        ChildWorkflowMachine? child)
        : base(commands)
    {
        _workflowId = workflowId;
        _child = child;
        Emit(
            new()
            {
                CommandType = CommandType.RequestCancelExternalWorkflowExecution,
                RequestCancelExternalWorkflowExecutionCommandAttributes = new()
                {
#pragma warning disable CS0612 // Official workers still say it.
                    Namespace = ns,
#pragma warning restore CS0612
                    WorkflowId = workflowId,
                    RunId = runId,
                    ChildWorkflowOnly = childOnly,
                    Reason = reason,
                },
            },
            EventType.RequestCancelExternalWorkflowExecutionInitiated);
    }

    internal enum State
    {
        Created,
        Initiated,
        Closed,
    }

    internal enum Trigger
    {
        InitiatedEvent,
        CancelRequestedEvent,
        FailedEvent,
    }

    /// <summary>Gets the task that ends when the request is delivered; its result is the failure, if any.</summary>
    public Task<Failure?> Task => _source.Task;

    public override string Describe() => $"cancellation of workflow '{_workflowId}'";

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        _state = Table.Next(_state, Trigger.InitiatedEvent, this);
        _initiatedEventId = e.EventId;
        Commands.Track(e.EventId, this);
    }

    public override void OnEvent(HistoryEvent e, JobList jobs)
    {
        if (e.EventType == EventType.RequestCancelExternalWorkflowExecutionFailed)
        {
            _state = Table.Next(_state, Trigger.FailedEvent, this);
            _failure = new()
            {
                Message = "Unable to cancel external workflow because not found",
                ApplicationFailureInfo = new() { Type = "ExternalWorkflowExecutionNotFound" },
            };
        }
        else
        {
            _state = Table.Next(_state, Trigger.CancelRequestedEvent, this);
        }
        Commands.Untrack(_initiatedEventId);
        jobs.Deliver(this);
    }

    public override void Deliver()
    {
        _source.TrySetResult(_failure);
        _child?.OnCancelDelivered();
    }
}
