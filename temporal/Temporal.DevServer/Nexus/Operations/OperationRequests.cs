using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Nexus.Callbacks;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Nexus.V1;

namespace Temporal.DevServer.Nexus.Operations;

/// <summary>What handlers are asked.</summary>
internal sealed class OperationRequests(ExecutionEngine engine)
{
    /// <summary>Asks to start an operation, and says where its end is to be reported.</summary>
    public Request Start(RunKey caller, NexusOperationInfo operation, HistoryEvent scheduled)
    {
        var ns = engine.Namespaces.TryGetById(caller.NamespaceId, out var entry) ? entry.Name : "";
        var request = New(operation, scheduled);
        request.StartOperation = new StartOperationRequest
        {
            Service = operation.Service,
            Operation = operation.Operation,
            RequestId = operation.RequestId,
            Payload = scheduled.NexusOperationScheduledEventAttributes.Input,
            Callback = SystemCallback.Url,
            CallbackHeader = { [SystemCallback.TokenHeader] = SystemCallback.TokenOf(caller, operation) },
            Links =
            {
                NexusLinks.ToEvent(
                    ns, caller.WorkflowId, caller.RunId, scheduled.EventId, EventType.NexusOperationScheduled),
            },
        };
        return request;
    }

    /// <summary>Asks to end an operation.</summary>
    public static Request Cancel(NexusOperationInfo operation, HistoryEvent scheduled)
    {
        var request = New(operation, scheduled);
        request.CancelOperation = new CancelOperationRequest
        {
            Service = operation.Service,
            Operation = operation.Operation,
            OperationToken = operation.Token,
            OperationId = operation.Token, // what workers read before there were tokens
        };
        return request;
    }

    private static Request New(NexusOperationInfo operation, HistoryEvent scheduled) => new()
    {
        Endpoint = operation.Endpoint,
        Header = { scheduled.NexusOperationScheduledEventAttributes.NexusHeader },
    };
}
