using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Commands;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Case = Temporalio.Api.History.V1.HistoryEvent.AttributesOneofCase;

namespace Temporal.DevServer.History.Reset;

/// <summary>
/// Starts a run over from one of its workflow tasks. The new run is a copy of the history before the chosen event, in
/// which that task fails; then come the signals, updates, options and the news of children and Nexus operations that
/// arrived later, and a fresh workflow task. Activities of the copy that had not closed are scheduled anew, timers keep
/// their times.
/// </summary>
internal static class RunReset
{
    /// <summary>Identity and reason of the end of the run that is left.</summary>
    public const string Identity = "history-resetter";

    /// <summary>The copied part of a history, in whole batches.</summary>
    public static IReadOnlyList<HistoryBatch> Cut(IReadOnlyList<HistoryBatch> batches, long finishId)
    {
        var last = batches.Count > 0 ? batches[^1].LastEventId : 0;
        if (finishId <= 1 || finishId > last)
        {
            throw RpcErrors.InvalidArgument("Workflow task finish ID must be > 1 && <= workflow last event ID.");
        }

        var copied = batches.Where(b => b.LastEventId < finishId).ToArray();
        return copied.Length > 0 && copied[^1].LastEventId == finishId - 1 ? copied : throw RpcErrors.InvalidArgument(
            $"StateRebuilder unable to Rebuild mutable state to event ID: {finishId - 1}, version: 0, this event must be at "
            + "the boundary");
    }

    /// <summary>Begins the new run on a copied history.</summary>
    public static Transition Begin(WorkflowRun from, IReadOnlyList<HistoryBatch> copied, IReadOnlyList<HistoryEvent> events,
        string newRunId, string requestId, string reason, DateTimeOffset now)
    {
        var state = StateRebuilder.Rebuild(from.State, events);
        if (state.Task.Status == WorkflowTaskStatus.None)
        {
            throw RpcErrors.InvalidArgument("Can only reset workflow to event ID in range [WorkflowTaskScheduled +1, "
                + $"WorkflowTaskStarted + 1]: {events[^1].EventId + 1}");
        }

        state.RunId = newRunId;
        state.StartRequestId = requestId;
        state.BaseLength = events.Count;
        KeepMarks(from.State, state, events[^1].EventId);
        var run = WorkflowRun.CreateFrom(from.Namespace, state);
        var t = new Transition(run, now) { BaseHistory = copied, BecomesCurrent = true, VisibilityChanged = true };
        SetTimes(t);
        KeepOutcomes(t, events);
        CallbackMachine.Register(t, CallbackMachine.HandOver(from.State));
        FailTask(t, from.Key.RunId, reason);
        Redispatch(t, events);
        t.Wake();
        return t;
    }

    /// <summary>Points to reset to and requests belong to the new run too, if what they mark was copied.</summary>
    private static void KeepMarks(RunState from, RunState state, long lastId)
    {
        state.ResetPoints = from.ResetPoints.Clone();
        foreach (var point in state.ResetPoints.Points.Where(point => point.RunId == from.RunId).ToList())
        {
            point.RunId = state.RunId;
            if (point.FirstWorkflowTaskCompletedId > lastId)
            {
                state.ResetPoints.Points.Remove(point);
            }
        }

        foreach (var (id, request) in from.AttachedRequests.Where(attached => attached.Value.EventId <= lastId))
        {
            state.AttachedRequests[id] = request.Clone();
        }
    }

    /// <summary>Updates that were completed before the chosen event are completed in the new run too.</summary>
    private static void KeepOutcomes(Transition t, IEnumerable<HistoryEvent> events)
    {
        foreach (var item in events.Where(e => e.WorkflowExecutionUpdateCompletedEventAttributes is not null))
        {
            var completed = item.WorkflowExecutionUpdateCompletedEventAttributes;
            var info = new UpdateInfo { AcceptedId = completed.AcceptedEventId, CompletedId = item.EventId };
            t.AddPart(PartKind.CompletedUpdate, completed.Meta.UpdateId, info);
        }
    }

    /// <summary>Writes again what arrived after the chosen event.</summary>
    public static void Reapply(
        Transition t, IEnumerable<HistoryEvent> later, IReadOnlyCollection<ResetReapplyExcludeType> excluded)
    {
        foreach (var item in later)
        {
            switch (item.AttributesCase)
            {
                case Case.WorkflowExecutionSignaledEventAttributes
                    when !excluded.Contains(ResetReapplyExcludeType.Signal):
                    t.State.SignalCount++;
                    Repeat(t, item, copy => copy.WorkflowExecutionSignaledEventAttributes.ExternalWorkflowExecution = null);
                    break;
                case Case.WorkflowExecutionOptionsUpdatedEventAttributes:
                    ReapplyOptions(t, item);
                    break;
                case Case.WorkflowExecutionUpdateAcceptedEventAttributes
                    when !excluded.Contains(ResetReapplyExcludeType.Update)
                        && item.WorkflowExecutionUpdateAcceptedEventAttributes.AcceptedRequest is { } accepted:
                    Readmit(t, accepted);
                    break;
                case Case.WorkflowExecutionUpdateAdmittedEventAttributes
                    when !excluded.Contains(ResetReapplyExcludeType.Update):
                    Readmit(t, item.WorkflowExecutionUpdateAdmittedEventAttributes.Request);
                    break;
                default:
                    ChildReplay.Reapply(t, item);
                    if (!excluded.Contains(ResetReapplyExcludeType.Nexus))
                    {
                        NexusReplay.Reapply(t, item);
                    }

                    break;
            }
        }
    }

    private static HistoryEvent Repeat(Transition t, HistoryEvent item, Action<HistoryEvent>? change = null)
    {
        var copy = item.Clone();
        copy.EventTime = null;
        change?.Invoke(copy);
        return t.History.Append(copy);
    }

    /// <summary>Callbacks came with the run itself; a request id is known by the event that attached it.</summary>
    private static void ReapplyOptions(Transition t, HistoryEvent item)
    {
        var copy = Repeat(t, item);
        var options = copy.WorkflowExecutionOptionsUpdatedEventAttributes;
        VersionMarks.Replay(t.State, copy);
        t.State.Priority = options.Priority ?? t.State.Priority;
        if (options.AttachedRequestId.Length > 0)
        {
            t.State.AttachedRequests[options.AttachedRequestId] = new AttachedRequest
            {
                EventType = copy.EventType,
                EventId = copy.EventId,
            };
        }
    }

    private static void Readmit(Transition t, Temporalio.Api.Update.V1.Request request)
    {
        if (t.State.Updates.ContainsKey(request.Meta.UpdateId))
        {
            return;
        }

        var item = t.History.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionUpdateAdmitted,
            WorkflowExecutionUpdateAdmittedEventAttributes = new()
            {
                Request = request,
                Origin = UpdateAdmittedEventOrigin.Reapply,
            },
        });
        t.State.Updates[request.Meta.UpdateId] = new UpdateInfo { AdmittedId = item.EventId };
    }

    private static void SetTimes(Transition t)
    {
        var state = t.State;
        state.StartTime = t.Stamp;
        state.ExecutionTime = t.Stamp;
        state.LastResetTime = t.Stamp;
        state.RunExpires = state.RunTimeout.IsPositive() ? t.Now.Plus(state.RunTimeout.ToSpan()).ToStamp() : null;
        if (state.ExecutionExpires is { } end && (state.RunExpires is null || end < state.RunExpires))
        {
            state.RunExpires = end;
        }
    }

    private static void FailTask(Transition t, string baseRunId, string reason)
    {
        var task = t.State.Task;
        if (task.Status == WorkflowTaskStatus.Scheduled)
        {
            WorkflowTaskMachine.Start(t, WorkflowTaskMachine.ServerIdentity, Guid.NewGuid().ToString(), "");
        }

        t.History.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowTaskFailed,
            WorkflowTaskFailedEventAttributes = new()
            {
                ScheduledEventId = task.ScheduledId,
                StartedEventId = task.StartedId,
                Cause = WorkflowTaskFailedCause.ResetWorkflow,
                Failure = new Failure { Message = reason, ResetWorkflowFailureInfo = new() },
                Identity = WorkflowTaskMachine.ServerIdentity,
                BaseRunId = baseRunId,
                NewRunId = t.State.RunId,
            },
        });
        task.Status = WorkflowTaskMachine.Table.Next(task.Status, TaskTrigger.Fail, t.State.RunId);
        task.Attempt = 1;
    }

    /// <summary>What the copy had asked for and not got: asked for again, with clocks that start now.</summary>
    private static void Redispatch(Transition t, IReadOnlyList<HistoryEvent> events)
    {
        foreach (var activity in t.State.Activities.Values)
        {
            activity.ScheduledTime = t.Stamp;
            activity.AttemptScheduledTime = t.Stamp;
            t.Effects.Activities.Add(activity.ScheduledId);
        }

        t.Effects.ChildrenToStart.AddRange(
            t.State.Children.Values.Where(c => c.Status == ChildStatus.Initiated).Select(c => c.InitiatedId));
        t.Effects.SignalsToSend.AddRange(t.State.ExternalSignals.Keys);
        t.Effects.CancelsToSend.AddRange(t.State.ExternalCancels.Keys);
        NexusReplay.Redispatch(t);
        foreach (var item in events.Where(e => t.State.Activities.ContainsKey(e.EventId)))
        {
            t.Run.Pin(item);
        }
    }
}
