using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Api.Workflow.V1;
using Status = Temporalio.Api.Enums.V1.WorkflowExecutionStatus;

namespace Temporal.DevServer.History;

/// <summary>What moves a run.</summary>
internal enum RunTrigger
{
    /// <summary>It is created.</summary>
    Start,

    /// <summary>The workflow returned.</summary>
    Complete,

    /// <summary>The workflow failed.</summary>
    Fail,

    /// <summary>The workflow ended because it was asked to cancel.</summary>
    Cancel,

    /// <summary>Somebody ended it.</summary>
    Terminate,

    /// <summary>Its time is over.</summary>
    TimeOut,

    /// <summary>The workflow asked for a fresh run.</summary>
    ContinueAsNew,
}

/// <summary>
/// A run as a whole. Closed runs never move again; a retry, a cron run, a continuation and a reset are new runs.
/// <code>
/// Unspecified  Start          Running
/// Running      Complete       Completed
/// Running      Fail           Failed
/// Running      Cancel         Canceled
/// Running      Terminate      Terminated
/// Running      TimeOut        TimedOut
/// Running      ContinueAsNew  ContinuedAsNew
/// </code>
/// </summary>
internal static class RunMachine
{
    private const string GiveWayReason = "TerminateIfRunning WorkflowIdReusePolicy";

    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<Status, RunTrigger> Table = new(
        "Run",
        (Status.Unspecified, RunTrigger.Start, Status.Running),
        (Status.Running, RunTrigger.Complete, Status.Completed),
        (Status.Running, RunTrigger.Fail, Status.Failed),
        (Status.Running, RunTrigger.Cancel, Status.Canceled),
        (Status.Running, RunTrigger.Terminate, Status.Terminated),
        (Status.Running, RunTrigger.TimeOut, Status.TimedOut),
        (Status.Running, RunTrigger.ContinueAsNew, Status.ContinuedAsNew));

    private static Dictionary<string, WorkflowQueryResult> NoResults => [];

    /// <summary>The state of a run that is about to start.</summary>
    public static RunState NewState(string namespaceId, RunStart start) => new()
    {
        NamespaceId = namespaceId,
        WorkflowId = start.WorkflowId,
        RunId = start.RunId,
        FirstRunId = start.FirstRunId ?? start.RunId,
        OriginalRunId = start.RunId,
        WorkflowType = start.WorkflowType,
        TaskQueue = start.TaskQueue,
        TaskTimeout = TaskTimeoutOf(start),
        ExecutionTimeout = start.ExecutionTimeout,
        RunTimeout = RunTimeoutOf(start),
        StartRequestId = start.RequestId,
        RetryPolicy = start.RetryPolicy,
        Attempt = start.Attempt,
        CronSchedule = start.CronSchedule,
        Memo = start.Memo?.Clone() ?? new Memo(),
        SearchAttributes = start.SearchAttributes?.Clone() ?? new SearchAttributes(),
        UserMetadata = start.UserMetadata,
        Priority = start.Priority,
        VersioningOverride = start.VersioningOverride,
        DeploymentVersion = start.InheritedVersion,
        VersioningBehavior = start.InheritedVersion is null ? VersioningBehavior.Unspecified : VersioningBehavior.Pinned,
        Parent = start.Parent,
        Root = start.Root,
        WaitsForParent = start.WaitsForParent,
        ResetPoints = start.ResetPoints?.Clone() ?? new ResetPoints(),
    };

    /// <summary>Starts a new run: its first event and, unless it is held back, its first workflow task.</summary>
    public static void Start(Transition t, RunStart start)
    {
        var state = t.State;
        state.Status = Table.Next(state.Status, RunTrigger.Start, start.RunId);
        SetTimes(t, start);
        CallbackMachine.Register(t, start.Callbacks);
        t.History.Append(StartedEvent(state, start));
        if (start.RequestId.Length > 0)
        {
            state.AttachedRequests[start.RequestId] = new AttachedRequest
            {
                EventType = EventType.WorkflowExecutionStarted,
                EventId = 1,
            };
        }

        t.BecomesCurrent = true;
        t.VisibilityChanged = true;
        t.Wake();
    }

    /// <summary>The backoff of the first workflow task is over.</summary>
    public static void EndBackoff(Transition t)
    {
        t.State.BackoffUntil = null;
        t.Wake();
    }

    /// <summary>
    /// Closes the run with an event that is complete but for its id. Pending work ends with it; the parent is told
    /// unless another run follows, and children get what their parent close policy says.
    /// </summary>
    public static void Close(Transition t, RunTrigger trigger, HistoryEvent item)
    {
        var state = t.State;
        var next = Table.Next(state.Status, trigger, state.RunId);
        UpdateMachine.CloseAll(t);
        WorkflowTaskMachine.CloseWith(t);
        state.CloseEventId = t.History.Append(item).EventId;
        state.Status = next;
        state.CloseTime = t.Stamp;
        state.BackoffUntil = null;
        state.Buffer.Clear();
        t.VisibilityChanged = true;
        ParentClosePolicies.Owe(t);
        CallbackMachine.ScheduleAll(t);
        ForgetPending(state);
        if (trigger is RunTrigger.Terminate or RunTrigger.TimeOut)
        {
            // Their workflow task is gone; a closed run can still be asked directly.
            foreach (var tell in t.Run.Queries.Settle(NoResults, anotherTaskFollows: false))
            {
                t.AfterCommit(tell);
            }
        }
    }

    /// <summary>Terminates the run.</summary>
    public static void Terminate(Transition t, string reason, Payloads? details, string identity,
        IReadOnlyList<Link>? links = null)
    {
        var item = new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionTerminated,
            WorkflowExecutionTerminatedEventAttributes = new()
            {
                Reason = reason,
                Details = details,
                Identity = identity,
            },
        };
        item.Links.Add(links ?? []);
        Close(t, RunTrigger.Terminate, item);
    }

    /// <summary>Terminates the run so that another one can have its workflow id.</summary>
    public static void GiveWay(Transition t, string newRunId)
    {
        Terminate(t, GiveWayReason, JsonPayloads.OfText($"terminated by new runID: {newRunId}"),
            WorkflowTaskMachine.ServerIdentity);
    }

    /// <summary>What still was to come will not. Activities, children and operations stay to be looked at.</summary>
    private static void ForgetPending(RunState state)
    {
        state.Timers.Clear();
        state.ExternalCancels.Clear();
        state.ExternalSignals.Clear();
        state.Updates.Clear();
        state.Sticky = null;
    }

    private static void SetTimes(Transition t, RunStart start)
    {
        var state = t.State;
        state.StartTime = t.Stamp;
        state.ExecutionTime = t.Now.Plus(start.Backoff).ToStamp();
        state.BackoffUntil = start.Backoff > TimeSpan.Zero ? state.ExecutionTime : null;
        state.ExecutionExpires = start.ExecutionExpires ?? (start.ExecutionTimeout.IsPositive()
            ? RoundToMilliseconds(t.Now.Plus(start.ExecutionTimeout.ToSpan())).ToStamp()
            : null);
        if (state.RunTimeout.IsPositive())
        {
            var expires = t.Now.Plus(start.Backoff).Plus(state.RunTimeout.ToSpan()).ToStamp();
            state.RunExpires = state.ExecutionExpires is { } end && end < expires ? end : expires;
        }
        else
        {
            state.RunExpires = state.ExecutionExpires;
        }
    }

    private static DateTimeOffset RoundToMilliseconds(DateTimeOffset time) =>
        new((time.Ticks + (TimeSpan.TicksPerMillisecond / 2)) / TimeSpan.TicksPerMillisecond
            * TimeSpan.TicksPerMillisecond, time.Offset);

    /// <summary>The default unless given; at most the maximum and the run timeout.</summary>
    private static Duration TaskTimeoutOf(RunStart start)
    {
        var timeout = start.TaskTimeout.IsPositive() ? start.TaskTimeout.ToSpan() : Limits.TaskTimeoutDefault;
        var run = RunTimeoutOf(start);
        timeout = timeout > Limits.TaskTimeoutMax ? Limits.TaskTimeoutMax : timeout;
        return (run.IsPositive() && run.ToSpan() < timeout ? run.ToSpan() : timeout).ToDuration();
    }

    /// <summary>The run may not outlive its chain; without a run timeout that is the execution timeout.</summary>
    private static Duration? RunTimeoutOf(RunStart start)
    {
        var execution = start.ExecutionTimeout;
        if (!execution.IsPositive())
        {
            return start.RunTimeout;
        }

        return !start.RunTimeout.IsPositive() || start.RunTimeout.ToSpan() > execution.ToSpan()
            ? execution
            : start.RunTimeout;
    }

    private static HistoryEvent StartedEvent(RunState state, RunStart start)
    {
        var attributes = new WorkflowExecutionStartedEventAttributes
        {
            WorkflowType = new() { Name = start.WorkflowType },
            ParentWorkflowNamespace = start.Parent?.NamespaceName ?? "",
            ParentWorkflowNamespaceId = start.Parent?.NamespaceId ?? "",
            ParentWorkflowExecution = start.Parent?.Execution,
            ParentInitiatedEventId = start.Parent?.InitiatedId ?? 0,
            TaskQueue = new() { Name = start.TaskQueue, Kind = TaskQueueKind.Normal },
            Input = start.Input,
            WorkflowExecutionTimeout = start.ExecutionTimeout,
            WorkflowRunTimeout = state.RunTimeout,
            WorkflowTaskTimeout = state.TaskTimeout,
            ContinuedExecutionRunId = start.ContinuedRunId,
            Initiator = start.Initiator,
            ContinuedFailure = start.ContinuedFailure,
            LastCompletionResult = start.LastResult,
            OriginalExecutionRunId = state.OriginalRunId,
            Identity = start.Identity,
            FirstExecutionRunId = state.FirstRunId,
            RetryPolicy = start.RetryPolicy,
            Attempt = start.Attempt,
            WorkflowExecutionExpirationTime = state.ExecutionExpires,
            CronSchedule = start.CronSchedule,
            FirstWorkflowTaskBackoff = start.Backoff > TimeSpan.Zero || start.ShowsZeroBackoff
                ? start.Backoff.ToDuration()
                : null,
            Memo = start.Memo,
            SearchAttributes = start.SearchAttributes,
            PrevAutoResetPoints = start.ContinuedRunId.Length > 0 ? start.ResetPoints : null,
            Header = start.Header,
            WorkflowId = start.WorkflowId,
            RootWorkflowExecution = start.Root,
            Priority = start.Priority,
            VersioningOverride = start.VersioningOverride,
            InheritedPinnedVersion = start.InheritedVersion,
            EagerExecutionAccepted = start.EagerAccepted,
        };
        attributes.CompletionCallbacks.Add(start.Callbacks);
        var item = new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionStarted,
            UserMetadata = start.UserMetadata,
            WorkflowExecutionStartedEventAttributes = attributes,
        };
        item.Links.Add(start.Links);
        return item;
    }
}
