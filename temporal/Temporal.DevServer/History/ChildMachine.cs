using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;

namespace Temporal.DevServer.History;

/// <summary>What moves a child.</summary>
internal enum ChildTrigger
{
    /// <summary>The workflow asked for it.</summary>
    Initiate,

    /// <summary>Its run exists.</summary>
    Start,

    /// <summary>Its run cannot be started.</summary>
    FailStart,

    /// <summary>Its last run closed.</summary>
    Close,
}

/// <summary>
/// A child workflow as its parent sees it. Starting it and telling its close are messages between two workflows, sent
/// after the commit that records them and again after a restart; both sides recognise a repetition.
/// <code>
/// None       Initiate   Initiated
/// Initiated  Start      Started
/// Initiated  FailStart  StartFailed
/// Started    Close      Closed
/// </code>
/// </summary>
internal static class ChildMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<ChildStatus, ChildTrigger> Table = new(
        "Child workflow",
        (ChildStatus.None, ChildTrigger.Initiate, ChildStatus.Initiated),
        (ChildStatus.Initiated, ChildTrigger.Start, ChildStatus.Started),
        (ChildStatus.Initiated, ChildTrigger.FailStart, ChildStatus.StartFailed),
        (ChildStatus.Started, ChildTrigger.Close, ChildStatus.Closed));

    /// <summary>The workflow asks for a child. The command is already complete.</summary>
    public static void Initiate(Transition t, StartChildWorkflowExecutionCommandAttributes command, NamespaceEntry target,
        UserMetadata? metadata, long completedId)
    {
        var item = t.History.Append(new HistoryEvent
        {
            EventType = EventType.StartChildWorkflowExecutionInitiated,
            UserMetadata = metadata,
            StartChildWorkflowExecutionInitiatedEventAttributes = new()
            {
                Namespace = target.Name,
                NamespaceId = target.Id,
                WorkflowId = command.WorkflowId,
                WorkflowType = command.WorkflowType,
                TaskQueue = new() { Name = command.TaskQueue.Name, Kind = TaskQueueKind.Normal },
                Input = command.Input,
                WorkflowExecutionTimeout = command.WorkflowExecutionTimeout,
                WorkflowRunTimeout = command.WorkflowRunTimeout,
                WorkflowTaskTimeout = command.WorkflowTaskTimeout,
                ParentClosePolicy = command.ParentClosePolicy,
                Control = command.Control,
                WorkflowTaskCompletedEventId = completedId,
                WorkflowIdReusePolicy = command.WorkflowIdReusePolicy,
                RetryPolicy = command.RetryPolicy,
                CronSchedule = command.CronSchedule,
                Header = command.Header,
                Memo = command.Memo is { Fields.Count: > 0 } memo ? memo : null,
                SearchAttributes = command.SearchAttributes,
                InheritBuildId = command.InheritBuildId,
                Priority = command.Priority,
            },
        });
        var child = new ChildInfo
        {
            InitiatedId = item.EventId,
            NamespaceId = target.Id,
            NamespaceName = target.Name,
            WorkflowId = command.WorkflowId,
            WorkflowType = command.WorkflowType.Name,
            ClosePolicy = command.ParentClosePolicy,
            RequestId = $"{t.Run.Key.RunId}:{item.EventId}:0", // the 0 is the failover version, as a real server writes it
        };
        Move(child, ChildTrigger.Initiate);
        t.State.Children[item.EventId] = child;
        t.Run.Pin(item);
        t.Effects.ChildrenToStart.Add(item.EventId);
    }

    /// <summary>The child's run exists: its first workflow task may follow.</summary>
    public static void RecordStarted(Transition t, ChildInfo child, string runId)
    {
        Move(child, ChildTrigger.Start);
        child.RunId = runId;
        var initiated = t.Run.FindEvent(child.InitiatedId);
        var item = new HistoryEvent
        {
            EventType = EventType.ChildWorkflowExecutionStarted,
            ChildWorkflowExecutionStartedEventAttributes = new()
            {
                Namespace = child.NamespaceName,
                NamespaceId = child.NamespaceId,
                InitiatedEventId = child.InitiatedId,
                WorkflowExecution = ExecutionOf(child),
                WorkflowType = new() { Name = child.WorkflowType },
                Header = initiated?.StartChildWorkflowExecutionInitiatedEventAttributes.Header,
            },
        };
        child.StartedId = t.History.AppendOrBuffer(item) ? item.EventId : BufferedLinks.Pending;
        t.Run.Unpin(child.InitiatedId);
        t.Effects.ChildrenToRelease.Add(child.Clone());
        t.Wake();
    }

    /// <summary>The child cannot be started.</summary>
    public static void RecordStartFailed(Transition t, ChildInfo child, StartChildWorkflowExecutionFailedCause cause)
    {
        Move(child, ChildTrigger.FailStart);
        t.State.Children.Remove(child.InitiatedId);
        t.Run.Unpin(child.InitiatedId);
        t.History.AppendOrBuffer(new HistoryEvent
        {
            EventType = EventType.StartChildWorkflowExecutionFailed,
            StartChildWorkflowExecutionFailedEventAttributes = new()
            {
                Namespace = child.NamespaceName,
                NamespaceId = child.NamespaceId,
                WorkflowId = child.WorkflowId,
                WorkflowType = new() { Name = child.WorkflowType },
                Cause = cause,
                InitiatedEventId = child.InitiatedId,
            },
        });
        t.Wake();
    }

    /// <summary>The child is closed.</summary>
    public static void RecordClosed(Transition t, ChildInfo child, WorkflowExecution lastRun, HistoryEvent close) =>
        RecordClosed(t, child, ChildEvents.Closed(child, lastRun, close));

    /// <summary>The child is closed, as an event says.</summary>
    public static void RecordClosed(Transition t, ChildInfo child, HistoryEvent item)
    {
        Move(child, ChildTrigger.Close);
        t.State.Children.Remove(child.InitiatedId);
        t.History.AppendOrBuffer(item);
        t.Wake();
    }

    /// <summary>The child as an execution.</summary>
    public static WorkflowExecution ExecutionOf(ChildInfo child) =>
        new() { WorkflowId = child.WorkflowId, RunId = child.RunId };

    private static void Move(ChildInfo child, ChildTrigger trigger) =>
        child.Status = Table.Next(child.Status, trigger, child.WorkflowId);
}
