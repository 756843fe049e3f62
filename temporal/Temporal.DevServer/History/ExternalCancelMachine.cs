using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporal.DevServer.History;

/// <summary>A request to cancel another workflow; its moves are those of <see cref="ExternalMachine"/>.</summary>
internal static class ExternalCancelMachine
{
    /// <summary>The workflow asks another one to cancel.</summary>
    public static void Initiate(Transition t, RequestCancelExternalWorkflowExecutionCommandAttributes command,
        NamespaceEntry target, UserMetadata? metadata, long completedId)
    {
        ExternalMachine.Table.Next(ExternalStatus.None, ExternalTrigger.Initiate, command.WorkflowId);
        var execution = new WorkflowExecution { WorkflowId = command.WorkflowId, RunId = command.RunId };
        var item = t.History.Append(new HistoryEvent
        {
            EventType = EventType.RequestCancelExternalWorkflowExecutionInitiated,
            UserMetadata = metadata,
            RequestCancelExternalWorkflowExecutionInitiatedEventAttributes = new()
            {
                WorkflowTaskCompletedEventId = completedId,
                Namespace = target.Name,
                NamespaceId = target.Id,
                WorkflowExecution = execution,
                Control = command.Control,
                ChildWorkflowOnly = command.ChildWorkflowOnly,
                Reason = command.Reason,
            },
        });
        t.State.ExternalCancels[item.EventId] = new ExternalInfo
        {
            InitiatedId = item.EventId,
            NamespaceId = target.Id,
            NamespaceName = target.Name,
            Execution = execution.Clone(),
            ChildOnly = command.ChildWorkflowOnly,
            RequestId = Guid.NewGuid().ToString(),
        };
        t.Run.Pin(item);
        t.Effects.CancelsToSend.Add(item.EventId);
    }

    /// <summary>The other workflow recorded it.</summary>
    public static void RecordDelivered(Transition t, ExternalInfo cancel)
    {
        Leave(t, cancel, ExternalTrigger.Deliver);
        t.History.AppendOrBuffer(new HistoryEvent
        {
            EventType = EventType.ExternalWorkflowExecutionCancelRequested,
            ExternalWorkflowExecutionCancelRequestedEventAttributes = new()
            {
                InitiatedEventId = cancel.InitiatedId,
                Namespace = cancel.NamespaceName,
                NamespaceId = cancel.NamespaceId,
                WorkflowExecution = cancel.Execution,
            },
        });
        t.Wake();
    }

    /// <summary>It cannot be delivered.</summary>
    public static void RecordFailed(Transition t, ExternalInfo cancel, CancelExternalWorkflowExecutionFailedCause cause)
    {
        Leave(t, cancel, ExternalTrigger.Fail);
        t.History.AppendOrBuffer(new HistoryEvent
        {
            EventType = EventType.RequestCancelExternalWorkflowExecutionFailed,
            RequestCancelExternalWorkflowExecutionFailedEventAttributes = new()
            {
                Cause = cause,
                Namespace = cancel.NamespaceName,
                NamespaceId = cancel.NamespaceId,
                WorkflowExecution = cancel.Execution,
                InitiatedEventId = cancel.InitiatedId,
            },
        });
        t.Wake();
    }

    private static void Leave(Transition t, ExternalInfo cancel, ExternalTrigger trigger)
    {
        ExternalMachine.Table.Next(ExternalStatus.Initiated, trigger, cancel.Execution.WorkflowId);
        t.State.ExternalCancels.Remove(cancel.InitiatedId);
        t.Run.Unpin(cancel.InitiatedId);
    }
}
