using Google.Protobuf;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.Update.V1;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporal.DevServer.History.Commands;

/// <summary>
/// Messages of a completion: what the worker says about updates. A ProtocolMessage command places a message among the
/// commands; one that no command places comes after them.
/// </summary>
internal static class MessageCommands
{
    private const Cause Bad = Cause.BadUpdateWorkflowExecutionMessage;

    /// <summary>True when a completion holds nothing but rejections.</summary>
    public static bool HasOnlyRejections(IEnumerable<Message> messages) =>
        messages.All(m => m.Body.Is(Rejection.Descriptor));

    /// <summary>Applies the message that a command places.</summary>
    public static void Place(CommandContext context, Command command)
    {
        var given = CommandContext.RequireSet(Bad, "ProtocolMessage", command.ProtocolMessageCommandAttributes);
        if (given.MessageId.Length == 0)
        {
            throw new CommandFailure(Bad, "MessageID is not set on ProtocolMessageCommand.");
        }

        var message = context.Request.Messages.FirstOrDefault(m => m.Id == given.MessageId)
            ?? throw new CommandFailure(Bad, $"ProtocolMessageCommand referenced absent message ID {given.MessageId}");
        if (context.PlacedMessages.Add(message.Id))
        {
            Apply(context.Transition, message);
        }
    }

    /// <summary>Applies the messages that no command placed.</summary>
    public static void ApplyRest(CommandContext context)
    {
        foreach (var message in context.Request.Messages.Where(m => !context.PlacedMessages.Contains(m.Id)))
        {
            Apply(context.Transition, message);
        }
    }

    /// <summary>Applies one message.</summary>
    public static void Apply(Transition t, Message message)
    {
        var id = message.ProtocolInstanceId;
        var update = UpdateMachine.Find(t.Run, id) ?? Revive(t, message) ?? throw new CommandFailure(Bad,
            $"update {id} wasn't found on the server. This is most likely a transient error which will be resolved "
            + "automatically by retries");
        if (message.Body.TryUnpack<Acceptance>(out var acceptance))
        {
            Accept(t, update, acceptance);
        }
        else if (message.Body.TryUnpack<Response>(out var response))
        {
            Complete(t, update, response);
        }
        else if (message.Body.TryUnpack<Rejection>(out var rejection))
        {
            Require(update, UpdateTrigger.Reject, rejection);
            UpdateMachine.Reject(t, update, rejection.Failure);
        }
        else
        {
            var name = message.Body.TypeUrl.Split('/')[^1].Replace("temporal.api.update.v1.", "update.", StringComparison.Ordinal);
            throw new CommandFailure(Bad, $"Message type *{name} not supported");
        }
    }

    private static void Accept(Transition t, PendingUpdate update, Acceptance acceptance)
    {
        if (acceptance.AcceptedRequestSequencingEventId == 0)
        {
            throw new CommandFailure(Bad, "invalid *update.Acceptance: accepted_request_sequencing_event_id is not set");
        }

        if (acceptance.AcceptedRequestMessageId.Length == 0)
        {
            throw new CommandFailure(Bad, "invalid *update.Acceptance: accepted_request_message_id is not set");
        }

        Require(update, UpdateTrigger.Accept, acceptance);
        UpdateMachine.Accept(t, update, acceptance);
    }

    private static void Complete(Transition t, PendingUpdate update, Response response)
    {
        if (response.Outcome is null)
        {
            throw new CommandFailure(Bad, "invalid *update.Response: outcome is not set");
        }

        if (response.Meta is null)
        {
            throw new CommandFailure(Bad, "invalid *update.Response: meta is not set");
        }

        Require(update, UpdateTrigger.Complete, response);
        UpdateMachine.Complete(t, update, response);
    }

    /// <summary>
    /// An update that the server forgot when it was restarted: a worker that had received it sends the request back with
    /// its answer.
    /// </summary>
    private static PendingUpdate? Revive(Transition t, Message message)
    {
        var request = message.Body.TryUnpack<Acceptance>(out var acceptance) ? acceptance.AcceptedRequest
            : message.Body.TryUnpack<Rejection>(out var rejection) ? rejection.RejectedRequest
            : null;
        if (request is null)
        {
            return null;
        }

        var update = new PendingUpdate(message.ProtocolInstanceId, request, UpdateStatus.Sent);
        t.Run.Updates.Add(update);
        return update;
    }

    private static void Require(PendingUpdate update, UpdateTrigger trigger, IMessage message)
    {
        if (!UpdateMachine.Table.Allows(update.Status, trigger))
        {
            throw new CommandFailure(Bad, $"invalid state transition attempted for Update {update.Id}: received "
                + $"*update.{message.Descriptor.Name} message while in state {update.Status}");
        }
    }
}
