using Temporal.DevServer.Grpc;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>What a signal carries.</summary>
internal sealed record Signal
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Arguments.</summary>
    public Payloads? Input { get; init; }

    /// <summary>Header.</summary>
    public Header? Header { get; init; }

    /// <summary>Who sent it.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Dedup key; empty for none.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The workflow that sent it, or null for a client.</summary>
    public WorkflowExecution? Sender { get; init; }

    /// <summary>Links of the request.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
}

/// <summary>
/// Signals have no states: they are recorded, once per request id, and wake the workflow (unless its first workflow
/// task is still held back).
/// </summary>
internal static class SignalMachine
{
    /// <summary>Records a signal. False when its request id was seen before.</summary>
    public static bool Receive(Transition t, Signal signal)
    {
        var state = t.State;
        if (signal.RequestId.Length > 0 && t.Run.HasSignalId(signal.RequestId))
        {
            return false;
        }

        if (state.SignalCount >= Limits.SignalsMax)
        {
            throw RpcErrors.InvalidArgument("exceeded workflow execution limit for signal events");
        }

        state.SignalCount++;
        Remember(t, signal.RequestId);
        t.History.AppendOrBuffer(SignaledEvent(signal));
        t.Wake();
        return true;
    }

    /// <summary>The event of a signal.</summary>
    public static HistoryEvent SignaledEvent(Signal signal)
    {
        var item = new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionSignaled,
            WorkflowExecutionSignaledEventAttributes = new()
            {
                SignalName = signal.Name,
                Input = signal.Input,
                Identity = signal.Identity,
                Header = signal.Header,
                ExternalWorkflowExecution = signal.Sender,
            },
        };
        item.Links.Add(signal.Links);
        return item;
    }

    private static void Remember(Transition t, string requestId)
    {
        if (requestId.Length == 0)
        {
            return;
        }

        if (t.State.SignalRequestIds.Count < Limits.SignalIdsInline)
        {
            t.State.SignalRequestIds.Add(requestId);
        }
        else
        {
            t.AddPart(PartKind.SignalId, requestId, null);
        }
    }
}
