using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.Update.V1;

namespace Temporal.DevServer.History;

/// <summary>States of an update.</summary>
internal enum UpdateStatus
{
    /// <summary>Not there.</summary>
    None,

    /// <summary>Waits for a workflow task. Not durable.</summary>
    Admitted,

    /// <summary>A worker has it. Not durable.</summary>
    Sent,

    /// <summary>The completion being applied accepts it.</summary>
    ProvisionallyAccepted,

    /// <summary>Its validator passed; event 41 is written.</summary>
    Accepted,

    /// <summary>Its handler ended; event 43 is written.</summary>
    Completed,

    /// <summary>Its validator refused; no event, and the id is forgotten.</summary>
    Rejected,

    /// <summary>The run closed first.</summary>
    Aborted,
}

/// <summary>What moves an update.</summary>
internal enum UpdateTrigger
{
    /// <summary>A caller asked.</summary>
    Admit,

    /// <summary>A workflow task with it started.</summary>
    Send,

    /// <summary>That workflow task failed; the next one brings it again.</summary>
    Unsend,

    /// <summary>The worker accepts.</summary>
    Accept,

    /// <summary>The acceptance is durable.</summary>
    Commit,

    /// <summary>The worker has the outcome.</summary>
    Complete,

    /// <summary>The worker refuses, or did not answer.</summary>
    Reject,

    /// <summary>The run closed, or its workflow task blew up.</summary>
    Abort,
}

/// <summary>
/// An update, from the caller's request to its outcome.
/// <code>
/// None                   Admit     Admitted
/// Admitted               Send      Sent
/// Admitted               Abort     Aborted
/// Sent                   Unsend    Admitted
/// Sent                   Accept    ProvisionallyAccepted
/// Sent                   Reject    Rejected
/// Sent                   Abort     Aborted
/// ProvisionallyAccepted  Commit    Accepted
/// ProvisionallyAccepted  Complete  Completed
/// ProvisionallyAccepted  Abort     Aborted   (the completion that accepted it was refused)
/// Accepted               Complete  Completed
/// Accepted               Abort     Aborted
/// </code>
/// </summary>
internal static partial class UpdateMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<UpdateStatus, UpdateTrigger> Table = new(
        "Update",
        (UpdateStatus.None, UpdateTrigger.Admit, UpdateStatus.Admitted),
        (UpdateStatus.Admitted, UpdateTrigger.Send, UpdateStatus.Sent),
        (UpdateStatus.Admitted, UpdateTrigger.Abort, UpdateStatus.Aborted),
        (UpdateStatus.Sent, UpdateTrigger.Unsend, UpdateStatus.Admitted),
        (UpdateStatus.Sent, UpdateTrigger.Accept, UpdateStatus.ProvisionallyAccepted),
        (UpdateStatus.Sent, UpdateTrigger.Reject, UpdateStatus.Rejected),
        (UpdateStatus.Sent, UpdateTrigger.Abort, UpdateStatus.Aborted),
        (UpdateStatus.ProvisionallyAccepted, UpdateTrigger.Commit, UpdateStatus.Accepted),
        (UpdateStatus.ProvisionallyAccepted, UpdateTrigger.Complete, UpdateStatus.Completed),
        (UpdateStatus.ProvisionallyAccepted, UpdateTrigger.Abort, UpdateStatus.Aborted),
        (UpdateStatus.Accepted, UpdateTrigger.Complete, UpdateStatus.Completed),
        (UpdateStatus.Accepted, UpdateTrigger.Abort, UpdateStatus.Aborted));

    /// <summary>Suffix of the id of the message that carries a request to the worker.</summary>
    public const string RequestSuffix = "/request";

    /// <summary>Admits a new update.</summary>
    public static PendingUpdate Admit(WorkflowRun run, string id, Request request)
    {
        var status = Table.Next(UpdateStatus.None, UpdateTrigger.Admit, id);
        var update = new PendingUpdate(id, request, status);
        run.Updates.Add(update);
        return update;
    }

    /// <summary>
    /// The pending update with an id: from memory, or from the state when a reset admitted it, or when it was accepted
    /// before a restart.
    /// </summary>
    public static PendingUpdate? Find(WorkflowRun run, string id)
    {
        if (run.Updates.Find(id) is { } update)
        {
            return update;
        }

        if (!run.State.Updates.TryGetValue(id, out var stored))
        {
            return null;
        }

        var loaded = stored.AcceptedId > 0 ? LoadAccepted(id, stored) : LoadAdmitted(id, run.State.Task);
        run.Updates.Add(loaded);
        return loaded;
    }

    /// <summary>Brings updates of which the history knows, and that are not completed, to memory.</summary>
    public static void LoadStored(WorkflowRun run) => LoadStored(run, _ => true);

    private static void LoadStored(WorkflowRun run, Func<UpdateInfo, bool> which)
    {
        foreach (var (id, _) in run.State.Updates.Where(stored => which(stored.Value)))
        {
            _ = Find(run, id);
        }
    }

    private static PendingUpdate LoadAccepted(string id, UpdateInfo stored)
    {
        var accepted = new PendingUpdate(id, new Request(), UpdateStatus.Accepted) { AcceptedId = stored.AcceptedId };
        accepted.TellAccepted();
        return accepted;
    }

    /// <summary>A worker that has a task has the history with it, and so the update.</summary>
    private static PendingUpdate LoadAdmitted(string id, TaskInfo task) =>
        new(id, new Request(), task.Status == WorkflowTaskStatus.Started ? UpdateStatus.Sent : UpdateStatus.Admitted)
        {
            IsInHistory = true,
        };

    /// <summary>The messages for a workflow task that starts now; its updates are then sent.</summary>
    public static IEnumerable<Message> Send(WorkflowRun run)
    {
        LoadStored(run, stored => stored.AcceptedId == 0);
        foreach (var update in run.Updates.All)
        {
            if (update.Status != UpdateStatus.Admitted)
            {
                continue;
            }

            Move(update, UpdateTrigger.Send);
            if (update.IsInHistory)
            {
                continue;
            }

            yield return new Message
            {
                Id = update.Id + RequestSuffix,
                ProtocolInstanceId = update.Id,
                EventId = run.State.Task.StartedId - 1,
                Body = Any.Pack(update.Request),
            };
        }
    }

    /// <summary>The workflow task failed: its updates are delivered again by the next one.</summary>
    public static void Unsend(WorkflowRun run)
    {
        foreach (var update in run.Updates.All.Where(u => u.Status == UpdateStatus.Sent))
        {
            Move(update, UpdateTrigger.Unsend);
        }
    }

    /// <summary>The worker accepts: event 41.</summary>
    public static void Accept(Transition t, PendingUpdate update, Acceptance acceptance)
    {
        Move(update, UpdateTrigger.Accept);
        t.State.Updates.TryGetValue(update.Id, out var stored);
        var admittedByEvent = stored is { AdmittedId: > 0 };
        var item = t.History.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionUpdateAccepted,
            WorkflowExecutionUpdateAcceptedEventAttributes = new()
            {
                ProtocolInstanceId = update.Id,
                AcceptedRequestMessageId = acceptance.AcceptedRequestMessageId,
                AcceptedRequestSequencingEventId = acceptance.AcceptedRequestSequencingEventId,
                AcceptedRequest = admittedByEvent ? null : update.Request,
            },
        });
        update.AcceptedId = item.EventId;
        t.State.Updates[update.Id] = new UpdateInfo { AcceptedId = item.EventId };
        t.State.UpdateCount++;
        t.AfterCommit(update.TellAccepted);
    }

    /// <summary>The worker has the outcome: event 43.</summary>
    public static void Complete(Transition t, PendingUpdate update, Response response)
    {
        Move(update, UpdateTrigger.Complete);
        var item = t.History.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionUpdateCompleted,
            WorkflowExecutionUpdateCompletedEventAttributes = new()
            {
                Meta = response.Meta,
                AcceptedEventId = update.AcceptedId,
                Outcome = response.Outcome,
            },
        });
        t.State.Updates.Remove(update.Id);
        var info = new UpdateInfo { AcceptedId = update.AcceptedId, CompletedId = item.EventId };
        t.AddPart(PartKind.CompletedUpdate, update.Id, info);
        t.AfterCommit(() => update.TellCompleted(response.Outcome));
    }

    /// <summary>The worker refuses: an outcome for the caller, no event.</summary>
    public static void Reject(Transition t, PendingUpdate update, Failure? failure)
    {
        Move(update, UpdateTrigger.Reject);
        t.State.Updates.Remove(update.Id);
        t.AfterCommit(() => update.TellCompleted(new Outcome { Failure = failure ?? new Failure() }));
    }

    /// <summary>After a completion was applied: accepted ones are durable, closed ones are forgotten.</summary>
    public static void Settle(WorkflowRun run)
    {
        foreach (var update in run.Updates.All.ToArray())
        {
            if (update.Status == UpdateStatus.ProvisionallyAccepted)
            {
                Move(update, UpdateTrigger.Commit);
            }
            else if (update.Status is UpdateStatus.Completed or UpdateStatus.Rejected or UpdateStatus.Aborted)
            {
                run.Updates.Remove(update);
            }
        }
    }

    private static void Move(PendingUpdate update, UpdateTrigger trigger) =>
        update.Status = Table.Next(update.Status, trigger, update.Id);
}
