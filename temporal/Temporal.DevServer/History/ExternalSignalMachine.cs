using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporal.DevServer.History;

/// <summary>A signal to another workflow; its moves are those of <see cref="ExternalMachine"/>.</summary>
internal static class ExternalSignalMachine
{
    /// <summary>The workflow sends a signal.</summary>
    public static void Initiate(Transition t, SignalExternalWorkflowExecutionCommandAttributes command,
        NamespaceEntry target, UserMetadata? metadata, long completedId)
    {
        ExternalMachine.Table.Next(ExternalStatus.None, ExternalTrigger.Initiate, command.Execution.WorkflowId);
        var item = t.History.Append(new HistoryEvent
        {
            EventType = EventType.SignalExternalWorkflowExecutionInitiated,
            UserMetadata = metadata,
            SignalExternalWorkflowExecutionInitiatedEventAttributes = new()
            {
                WorkflowTaskCompletedEventId = completedId,
                Namespace = target.Name,
                NamespaceId = target.Id,
                WorkflowExecution = command.Execution,
                SignalName = command.SignalName,
                Input = command.Input,
                Control = command.Control,
                ChildWorkflowOnly = command.ChildWorkflowOnly,
                Header = command.Header,
            },
        });
        t.State.ExternalSignals[item.EventId] = new ExternalInfo
        {
            InitiatedId = item.EventId,
            NamespaceId = target.Id,
            NamespaceName = target.Name,
            Execution = command.Execution.Clone(),
            ChildOnly = command.ChildWorkflowOnly,
            RequestId = Guid.NewGuid().ToString(),
        };
        t.Run.Pin(item);
        t.Effects.SignalsToSend.Add(item.EventId);
    }

    /// <summary>The other workflow recorded it.</summary>
    public static void RecordDelivered(Transition t, ExternalInfo signal)
    {
        Leave(t, signal, ExternalTrigger.Deliver);
        t.History.AppendOrBuffer(new HistoryEvent
        {
            EventType = EventType.ExternalWorkflowExecutionSignaled,
            ExternalWorkflowExecutionSignaledEventAttributes = new()
            {
                InitiatedEventId = signal.InitiatedId,
                Namespace = signal.NamespaceName,
                NamespaceId = signal.NamespaceId,
                WorkflowExecution = signal.Execution,
            },
        });
        t.Wake();
    }

    /// <summary>It cannot be delivered.</summary>
    public static void RecordFailed(Transition t, ExternalInfo signal, SignalExternalWorkflowExecutionFailedCause cause)
    {
        Leave(t, signal, ExternalTrigger.Fail);
        t.History.AppendOrBuffer(new HistoryEvent
        {
            EventType = EventType.SignalExternalWorkflowExecutionFailed,
            SignalExternalWorkflowExecutionFailedEventAttributes = new()
            {
                Cause = cause,
                Namespace = signal.NamespaceName,
                NamespaceId = signal.NamespaceId,
                WorkflowExecution = signal.Execution,
                InitiatedEventId = signal.InitiatedId,
            },
        });
        t.Wake();
    }

    private static void Leave(Transition t, ExternalInfo signal, ExternalTrigger trigger)
    {
        ExternalMachine.Table.Next(ExternalStatus.Initiated, trigger, signal.Execution.WorkflowId);
        t.State.ExternalSignals.Remove(signal.InitiatedId);
        t.Run.Unpin(signal.InitiatedId);
    }
}
