using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Update.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>
/// An update. Acceptance and response each are a protocol message plus a command that gives the message its place among
/// the other commands; a rejection is a message only and leaves no event. On replay the request comes from the accepted
/// event.
/// </summary>
internal sealed class UpdateMachine : Machine
{
    public static readonly TransitionTable<State, Trigger> Table = new(
        "Update",
        (State.Requested, Trigger.Reject, State.Rejected),
        (State.Requested, Trigger.Accept, State.Accepting),
        (State.Accepting, Trigger.AcceptedEvent, State.Accepted),
        (State.Accepting, Trigger.Respond, State.AcceptingAndResponding),
        (State.AcceptingAndResponding, Trigger.AcceptedEvent, State.Responding),
        (State.Accepted, Trigger.Respond, State.Responding),
        (State.Responding, Trigger.CompletedEvent, State.Completed));

    private readonly long _sequencingEventId;
    private readonly string _requestMessageId;
    private State _state = State.Requested;

    public UpdateMachine(
        CommandQueue commands,
        string instanceId,
        string requestMessageId,
        long sequencingEventId,
        Request request,
        bool isReplay)
        : base(commands)
    {
        InstanceId = instanceId;
        _requestMessageId = requestMessageId;
        _sequencingEventId = sequencingEventId;
        Request = request;
        RunValidator = !isReplay;
    }

    internal enum State
    {
        Requested,
        Rejected,
        Accepting,
        Accepted,
        AcceptingAndResponding,
        Responding,
        Completed,
    }

    internal enum Trigger
    {
        Accept,
        Reject,
        Respond,
        AcceptedEvent,
        CompletedEvent,
    }

    public string InstanceId { get; }

    public Request Request { get; }

    /// <summary>
    /// Gets a value indicating whether the validator decides; what is in history was accepted already.
    /// </summary>
    public bool RunValidator { get; }

    public override string Describe() => $"update '{Request.Input?.Name}' (id '{InstanceId}')";

    public void Accept()
    {
        _state = Table.Next(_state, Trigger.Accept, this);
        Send(
            "accept",
            new Acceptance
            {
                AcceptedRequestMessageId = _requestMessageId,
                AcceptedRequestSequencingEventId = _sequencingEventId,
                AcceptedRequest = Request,
            },
            EventType.WorkflowExecutionUpdateAccepted);
    }

    public void Reject(Failure failure)
    {
        _state = Table.Next(_state, Trigger.Reject, this);
        Send(
            "reject",
            new Rejection
            {
                RejectedRequestMessageId = _requestMessageId,
                RejectedRequestSequencingEventId = _sequencingEventId,
                RejectedRequest = Request,
                Failure = failure,
            },
            null);
    }

    public void Respond(Api.Update.V1.Outcome outcome)
    {
        _state = Table.Next(_state, Trigger.Respond, this);
        Send(
            "complete",
            new Response { Meta = Request.Meta, Outcome = outcome },
            EventType.WorkflowExecutionUpdateCompleted);
    }

    public override void OnRecorded(OutgoingCommand command, HistoryEvent e)
    {
        var recorded = e.EventType == EventType.WorkflowExecutionUpdateAccepted
            ? e.WorkflowExecutionUpdateAcceptedEventAttributes.ProtocolInstanceId
            : e.WorkflowExecutionUpdateCompletedEventAttributes.Meta?.UpdateId;
        if (recorded != InstanceId)
        {
            throw Nondeterminism.WrongIdentity(e, "update id", recorded ?? string.Empty, InstanceId);
        }
        _state = Table.Next(
            _state,
            e.EventType == EventType.WorkflowExecutionUpdateAccepted ? Trigger.AcceptedEvent : Trigger.CompletedEvent,
            this);
    }

    private void Send(string suffix, IMessage body, EventType? recordedAs)
    {
        var messageId = $"{_requestMessageId}/{suffix}";
        Commands.AddMessage(new() { Id = messageId, ProtocolInstanceId = InstanceId, Body = Any.Pack(body) });
        if (recordedAs is { } eventType)
        {
            Emit(
                new Command
                {
                    CommandType = CommandType.ProtocolMessage,
                    ProtocolMessageCommandAttributes = new() { MessageId = messageId },
                },
                eventType);
        }
    }
}
