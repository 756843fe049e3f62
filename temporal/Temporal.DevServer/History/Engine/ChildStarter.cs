using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// Starts a child in three steps, each durable before the next: the child's run is created without a workflow task; the
/// parent records it; the child may run. So no child can close before its parent knows it.
/// </summary>
internal sealed class ChildStarter(ExecutionEngine engine)
{
    /// <summary>Starts the child that a parent's event asks for.</summary>
    public async Task StartAsync(RunKey parent, long initiatedId)
    {
        var found = await engine.RunAsync(parent.Workflow, async session =>
        {
            var run = await session.FindAsync(parent.RunId).ConfigureAwait(false);
            return run is { IsRunning: true } && run.State.Children.TryGetValue(initiatedId, out var child)
                && child.Status == ChildStatus.Initiated
                    ? new Birth(
                        child.Clone(), run.State.Root ?? ExecutionOf(parent), run.State.TaskQueue,
                        VersionWish.Of(run.State)?.Pinned, run.State.Priority)
                    : null;
        }).ConfigureAwait(false);
        if (found is null)
        {
            return;
        }

        var item = await engine.History.GetEventAsync(parent, initiatedId).ConfigureAwait(false);
        var runId = await CreateAsync(parent, found, item).ConfigureAwait(false);
        var isKnown = await RecordAsync(parent, initiatedId, runId).ConfigureAwait(false);
        if (!isKnown && runId is not null)
        {
            await ForgetAsync(found.Child, runId).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The parent closed before it knew the child: a child that never ran is as if it was never started.
    /// </summary>
    private Task ForgetAsync(ChildInfo child, string runId) =>
        engine.RunAsync(new WorkflowKey(child.NamespaceId, child.WorkflowId), async session =>
        {
            if (await session.FindAsync(runId).ConfigureAwait(false) is { State.WaitsForParent: true } run)
            {
                session.Remove(run);
            }

            return true;
        });

    /// <summary>The parent knows the child: its first workflow task is scheduled.</summary>
    public Task ReleaseAsync(ChildInfo child) =>
        engine.RunAsync(new WorkflowKey(child.NamespaceId, child.WorkflowId), async session =>
        {
            if (await session.FindAsync(child.RunId).ConfigureAwait(false) is not { IsRunning: true } run
                || !run.State.WaitsForParent)
            {
                return false;
            }

            var t = session.Begin(run);
            t.State.WaitsForParent = false;
            t.Wake();
            session.Commit(t);
            return true;
        });

    /// <summary>
    /// Creates the child's run; null when its workflow id is taken. The same start gets the same run.
    /// </summary>
    private Task<string?> CreateAsync(RunKey parent, Birth birth, HistoryEvent item)
    {
        var child = birth.Child;
        var initiated = item.StartChildWorkflowExecutionInitiatedEventAttributes;
        return engine.RunAsync(new WorkflowKey(child.NamespaceId, child.WorkflowId), async session =>
        {
            var current = await session.CurrentAsync().ConfigureAwait(false);
            if (current?.State.StartRequestId == child.RequestId)
            {
                return current.Key.RunId;
            }

            if (current is not null && !MayReuse(current, initiated.WorkflowIdReusePolicy))
            {
                return null;
            }

            var start = StartOf(parent, birth, item);
            var t = session.BeginNew(start);
            RunMachine.Start(t, start);
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

            return t.Run.Key.RunId;
        });
    }

    /// <summary>The parent records the start, if it has not; false when it is closed.</summary>
    private Task<bool> RecordAsync(RunKey parent, long initiatedId, string? runId) =>
        engine.RunAsync(parent.Workflow, async session =>
        {
            if (await session.FindAsync(parent.RunId).ConfigureAwait(false) is not { IsRunning: true } run)
            {
                return false;
            }

            if (!run.State.Children.TryGetValue(initiatedId, out var child) || child.Status != ChildStatus.Initiated)
            {
                return true;
            }

            var t = session.Begin(run);
            if (runId is not null)
            {
                ChildMachine.RecordStarted(t, child, runId);
            }
            else
            {
                ChildMachine.RecordStartFailed(
                    t, child, StartChildWorkflowExecutionFailedCause.WorkflowAlreadyExists);
            }

            session.Commit(t);
            return true;
        });

    private static bool MayReuse(WorkflowRun current, WorkflowIdReusePolicy policy) =>
        current.IsRunning ? policy == WorkflowIdReusePolicy.TerminateIfRunning : policy switch
        {
            WorkflowIdReusePolicy.RejectDuplicate => false,
            WorkflowIdReusePolicy.AllowDuplicateFailedOnly =>
                current.State.Status is not WorkflowExecutionStatus.Completed
                    and not WorkflowExecutionStatus.ContinuedAsNew,
            _ => true,
        };

    private RunStart StartOf(RunKey parent, Birth birth, HistoryEvent item)
    {
        var child = birth.Child;
        var parentNamespace = engine.Namespaces.TryGetById(parent.NamespaceId, out var ns) ? ns.Name : "";
        var initiated = item.StartChildWorkflowExecutionInitiatedEventAttributes;
        var cron = CronSchedule.Parse(initiated.CronSchedule);
        var now = item.EventTime.ToDateTimeOffset();
        return new RunStart
        {
            WorkflowId = child.WorkflowId,
            RunId = Guid.CreateVersion7().ToString(),
            WorkflowType = initiated.WorkflowType.Name,
            TaskQueue = initiated.TaskQueue.Name,
            Input = initiated.Input,
            Header = initiated.Header,
            ExecutionTimeout = initiated.WorkflowExecutionTimeout.IsPositive() ? initiated.WorkflowExecutionTimeout : null,
            RunTimeout = initiated.WorkflowRunTimeout,
            TaskTimeout = initiated.WorkflowTaskTimeout,
            RequestId = child.RequestId,
            RetryPolicy = initiated.RetryPolicy,
            CronSchedule = initiated.CronSchedule,
            Initiator = cron is null ? ContinueAsNewInitiator.Unspecified : ContinueAsNewInitiator.CronSchedule,
            Backoff = cron?.NextDelay(now, now) ?? TimeSpan.Zero,
            Memo = initiated.Memo,
            SearchAttributes = initiated.SearchAttributes,
            UserMetadata = item.UserMetadata,
            Priority = PriorityRules.Merge(birth.Priority, initiated.Priority),
            ShowsZeroBackoff = true,
            WaitsForParent = true,
            Root = birth.Root,
            InheritedVersion = initiated.TaskQueue.Name == birth.ParentQueue ? birth.Pinned : null,
            Parent = new ParentInfo
            {
                NamespaceId = parent.NamespaceId,
                NamespaceName = parentNamespace,
                Execution = ExecutionOf(parent),
                InitiatedId = child.InitiatedId,
            },
        };
    }

    /// <summary>A child that is to be started, and what it has from its parent.</summary>
    private sealed record Birth(
        ChildInfo Child, WorkflowExecution Root, string ParentQueue, WorkerDeploymentVersion? Pinned,
        Priority? Priority);

    private static WorkflowExecution ExecutionOf(RunKey key) => new() { WorkflowId = key.WorkflowId, RunId = key.RunId };
}
