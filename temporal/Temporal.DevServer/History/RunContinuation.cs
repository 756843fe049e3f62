using Temporal.DevServer.History.Commands;
using Temporal.DevServer.State;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Workflow.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// Decides whether a closing run is followed by another one, and makes it. A failed or timed out run is first retried
/// by its retry policy, then by its cron schedule; a completed one only by cron; continue-as-new always.
/// </summary>
internal static class RunContinuation
{
    /// <summary>True when closing this run may need its Started event (arguments and header of the next run).</summary>
    public static bool NeedsStartedEvent(RunState state) => state.RetryPolicy is not null || state.CronSchedule.Length > 0;

    /// <summary>After a failure or timeout: the next run, if there is one, and the retry state to record.</summary>
    public static RetryState AfterFailure(Transition t, Failure failure, bool chainExpired)
    {
        var state = t.State;
        var expires = state.ExecutionExpires?.ToDateTimeOffset();
        var (retry, delay) = chainExpired
            ? (RetryState.Timeout, TimeSpan.Zero)
            : RetryRules.NextRun(state.RetryPolicy, state.Attempt, failure, t.Now, expires);
        if (retry == RetryState.InProgress)
        {
            Follow(t, Inherit(t) with
            {
                Initiator = ContinueAsNewInitiator.Retry,
                Attempt = state.Attempt + 1,
                InheritedVersion = VersionMarks.InheritedBy(state, state.TaskQueue),
                Backoff = Spaced(t, delay),
                ShowsZeroBackoff = true,
                ContinuedFailure = failure,
            });
        }
        else if (!chainExpired && CronDelay(t) is { } cron)
        {
            Follow(t, Inherit(t) with
            {
                Initiator = ContinueAsNewInitiator.CronSchedule,
                Backoff = Spaced(t, cron),
                ContinuedFailure = failure,
            });
        }

        return retry;
    }

    /// <summary>After success: the next cron run, if there is one.</summary>
    public static void AfterCompletion(Transition t, Payloads? result)
    {
        if (CronDelay(t) is { } cron)
        {
            Follow(t, Inherit(t) with
            {
                Initiator = ContinueAsNewInitiator.CronSchedule,
                Backoff = Spaced(t, cron),
                LastResult = result,
            });
        }
    }

    /// <summary>The run the workflow asked for.</summary>
    public static void ContinueAsNew(Transition t, ContinueAsNewWorkflowExecutionCommandAttributes command)
    {
        var state = t.State;
        Follow(t, new RunStart
        {
            WorkflowId = state.WorkflowId,
            RunId = Guid.NewGuid().ToString(),
            FirstRunId = state.FirstRunId,
            WorkflowType = command.WorkflowType.Name,
            TaskQueue = command.TaskQueue.Name,
            Input = command.Input,
            Header = command.Header,
            ExecutionTimeout = state.ExecutionTimeout,
            ExecutionExpires = state.ExecutionExpires,
            RunTimeout = command.WorkflowRunTimeout,
            TaskTimeout = command.WorkflowTaskTimeout,
            RequestId = Guid.NewGuid().ToString(),
            RetryPolicy = command.RetryPolicy is { } policy ? RetryRules.Complete(policy) : null,
            CronSchedule = command.CronSchedule,
            Memo = command.Memo,
            SearchAttributes = SearchAttributeRules.Stamp(t.Run.Namespace, command.SearchAttributes, dropRemoved: true),
            Priority = state.Priority,
            Backoff = Spaced(t, command.BackoffStartInterval.ToSpan()),
            Initiator = ContinueAsNewInitiator.Workflow,
            ContinuedRunId = state.RunId,
            ContinuedFailure = command.Failure,
            LastResult = command.LastCompletionResult,
            ResetPoints = PointsOf(t),
            Parent = state.Parent,
            Root = state.Root,
            VersioningOverride = state.VersioningOverride,
            Callbacks = CallbackMachine.HandOver(state),
            InheritedVersion = command.InitialVersioningBehavior == ContinueAsNewVersioningBehavior.Unspecified
                ? VersionMarks.InheritedBy(state, command.TaskQueue.Name)
                : null,
        });
    }

    /// <summary>What a retry and a cron run take over: what the run was started with, not what became of it.</summary>
    private static RunStart Inherit(Transition t)
    {
        var state = t.State;
        var first = t.Run.FindEvent(1);
        Invariant.Require(first is not null);
        var started = first.WorkflowExecutionStartedEventAttributes;
        return new RunStart
        {
            WorkflowId = state.WorkflowId,
            RunId = Guid.NewGuid().ToString(),
            FirstRunId = state.FirstRunId,
            WorkflowType = state.WorkflowType,
            TaskQueue = state.TaskQueue,
            Input = started.Input,
            Header = started.Header,
            ExecutionTimeout = state.ExecutionTimeout,
            ExecutionExpires = state.ExecutionExpires,
            RunTimeout = started.WorkflowRunTimeout,
            TaskTimeout = state.TaskTimeout,
            RequestId = Guid.NewGuid().ToString(),
            RetryPolicy = state.RetryPolicy,
            CronSchedule = state.CronSchedule,
            Memo = started.Memo,
            SearchAttributes = started.SearchAttributes,
            Priority = state.Priority,
            ContinuedRunId = state.RunId,
            LastResult = started.LastCompletionResult,
            ResetPoints = PointsOf(t),
            Parent = state.Parent,
            Root = state.Root,
            VersioningOverride = state.VersioningOverride,
            Callbacks = CallbackMachine.HandOver(state),
            Links = first.Links,
        };
    }

    /// <summary>Points to reset to live on in the next run, for as long as the history of this one is kept.</summary>
    private static ResetPoints PointsOf(Transition t)
    {
        foreach (var point in t.State.ResetPoints.Points.Where(point => point.RunId == t.State.RunId))
        {
            point.ExpireTime = t.Now.Plus(t.Run.Namespace.Retention).ToStamp();
        }

        return t.State.ResetPoints.Clone();
    }

    /// <summary>The next match. A chain without time for it is followed all the same, by a run that times out.</summary>
    private static TimeSpan? CronDelay(Transition t) =>
        CronSchedule.Parse(t.State.CronSchedule)?.NextDelay(t.State.ExecutionTime.ToDateTimeOffset(), t.Now);

    /// <summary>A delay, longer if the run lived so briefly that the next one would follow within a second of its start.</summary>
    private static TimeSpan Spaced(Transition t, TimeSpan delay)
    {
        var missing = Limits.ContinueAsNewMin - (t.Now - t.State.ExecutionTime.ToDateTimeOffset());
        return delay < missing ? missing : delay;
    }

    private static void Follow(Transition t, RunStart start)
    {
        t.State.NewRunId = start.RunId;
        var next = WorkflowRun.Create(t.Run.Namespace, RunMachine.NewState(t.Run.Namespace.Id, start));
        t.Successor = new Transition(next, t.Now);
        RunMachine.Start(t.Successor, start);
    }
}
