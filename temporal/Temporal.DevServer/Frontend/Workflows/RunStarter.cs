using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Nexus.Callbacks;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>What a start came to.</summary>
/// <param name="Run">The run that is there now.</param>
/// <param name="IsNew">True when it was created by this request, or before by the same one.</param>
/// <param name="IsRepeated">True when the same request had been carried out before.</param>
internal sealed record StartResult(WorkflowRun Run, bool IsNew, bool IsRepeated);

/// <summary>
/// Starts a run, or finds that the workflow id is taken: the conflict policy decides while the current run is open, the
/// reuse policy when it is closed. A repeated request id gets the run it created.
/// </summary>
internal static class RunStarter
{
    /// <summary>The run that this request id created or was attached to, if that is the current run.</summary>
    public static StartResult? FindRepeated(WorkflowRun? current, string requestId) =>
        current is not null && current.State.AttachedRequests.TryGetValue(requestId, out var attached)
            ? new StartResult(current, attached.EventType == EventType.WorkflowExecutionStarted, IsRepeated: true)
            : null;

    /// <summary>
    /// Refuses a start that the current run does not allow; false when an existing run is to be used.
    /// </summary>
    public static bool MayStart(WorkflowRun? current, StartWorkflowExecutionRequest request)
    {
        if (current is null)
        {
            return true;
        }

        if (!current.IsRunning)
        {
            CheckReuse(current, request.WorkflowIdReusePolicy);
            return true;
        }

        return request.WorkflowIdConflictPolicy switch
        {
            WorkflowIdConflictPolicy.UseExisting => false,
            WorkflowIdConflictPolicy.TerminateExisting => true,
            _ => throw AlreadyStarted(current, $"Workflow execution is already running. "
                + $"WorkflowId: {current.Key.WorkflowId}, RunId: {current.Key.RunId}."),
        };
    }

    /// <summary>
    /// Creates the run; an open one is terminated in the same commit. <paramref name="more"/> adds to the first
    /// transition before it is handed to the store.
    /// </summary>
    public static Transition Create(WorkflowSession session, WorkflowRun? current, NamespaceEntry ns,
        StartWorkflowExecutionRequest request, DateTimeOffset now, Action<Transition>? more = null)
    {
        var start = StartRequests.ToRunStart(ns, request, now);
        var t = session.BeginNew(start);
        RunMachine.Start(t, start);
        more?.Invoke(t);
        t.Finish();
        if (start.EagerAccepted)
        {
            t.Effects.WorkflowTask = null;
            WorkflowTaskMachine.Start(t, request.Identity, request.RequestId, "");
        }

        if (current is { IsRunning: true })
        {
            var closing = session.Begin(current);
            RunMachine.GiveWay(closing, start.RunId);
            session.Commit(closing, t);
        }
        else
        {
            session.Commit(t);
        }

        return t;
    }

    /// <summary>Attaches the request id to an existing run, if the request asks for it.</summary>
    public static void Attach(WorkflowSession session, WorkflowRun run, StartWorkflowExecutionRequest request)
    {
        if (request.OnConflictOptions is not { AttachRequestId: true }
            || run.State.AttachedRequests.ContainsKey(request.RequestId))
        {
            return;
        }

        var t = session.Begin(run);
        var item = new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionOptionsUpdated,
            WorkerMayIgnore = true,
            WorkflowExecutionOptionsUpdatedEventAttributes = new()
            {
                AttachedRequestId = request.RequestId,
                Identity = request.Identity,
            },
        };
        if (request.OnConflictOptions.AttachLinks)
        {
            item.Links.Add(request.Links);
        }

        if (request.OnConflictOptions.AttachCompletionCallbacks)
        {
            CallbackRules.CheckCount(run.State.Callbacks.Count, request.CompletionCallbacks.Count);
            item.WorkflowExecutionOptionsUpdatedEventAttributes.AttachedCompletionCallbacks.Add(request.CompletionCallbacks);
            CallbackMachine.Register(t, request.CompletionCallbacks);
        }

        t.History.AppendOrBuffer(item);
        run.State.AttachedRequests[request.RequestId] = new AttachedRequest
        {
            EventType = EventType.WorkflowExecutionOptionsUpdated,
            EventId = item.EventId,
        };
        session.Commit(t);
    }

    private static void CheckReuse(WorkflowRun current, WorkflowIdReusePolicy policy)
    {
        var about = $"WorkflowId: {current.Key.WorkflowId}, RunId: {current.Key.RunId}.";
        var failed = current.State.Status is WorkflowExecutionStatus.Failed or WorkflowExecutionStatus.Canceled
            or WorkflowExecutionStatus.Terminated or WorkflowExecutionStatus.TimedOut;
        if (policy == WorkflowIdReusePolicy.RejectDuplicate)
        {
            throw AlreadyStarted(current, $"Workflow execution already finished. {about} "
                + "Workflow Id reuse policy: reject duplicate workflow Id.");
        }

        if (policy == WorkflowIdReusePolicy.AllowDuplicateFailedOnly && !failed)
        {
            throw AlreadyStarted(current, $"Workflow execution already finished successfully. {about} "
                + "Workflow Id reuse policy: allow duplicate workflow Id if last run failed.");
        }
    }

    private static RpcException AlreadyStarted(WorkflowRun current, string message) =>
        new(RpcCode.AlreadyExists, message, new WorkflowExecutionAlreadyStartedFailure
        {
            StartRequestId = current.State.StartRequestId,
            RunId = current.Key.RunId,
        });
}
