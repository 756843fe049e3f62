using Temporal.DevServer.State;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.History;

/// <summary>How a workflow task ends.</summary>
internal static partial class WorkflowTaskMachine
{
    /// <summary>Identity of events that the server itself writes.</summary>
    public const string ServerIdentity = "history-service";

    /// <summary>The worker answered: writes the Completed event (and those of a virtual task before it).</summary>
    public static HistoryEvent Complete(Transition t, RespondWorkflowTaskCompletedRequest request)
    {
        MakeSpeculativeNormal(t);
        var task = t.State.Task;
        if (task.Status == WorkflowTaskStatus.TransientStarted)
        {
            WriteScheduled(t);
            WriteStarted(t);
        }

        var completed = t.History.Write(CompletedEvent(task, request));
        task.Status = Table.Next(task.Status, TaskTrigger.Complete, t.Run.Key.RunId);
        task.Attempt = 1;
        t.State.LastCompletedId = completed.EventId;
        t.State.LastCompletedStartedId = task.StartedId;
        t.State.Sticky = StickyOf(request);
        return completed;
    }

    /// <summary>Forgets a speculative task: its worker did nothing but reject updates.</summary>
    public static void Discard(Transition t, RespondWorkflowTaskCompletedRequest request)
    {
        var task = t.State.Task;
        task.Status = Table.Next(task.Status, TaskTrigger.Discard, t.Run.Key.RunId);
        task.Attempt = 1;
        t.State.Sticky = StickyOf(request);
    }

    /// <summary>The worker reported a failure, or its answer could not be applied.</summary>
    public static void Fail(Transition t, WorkflowTaskFailedCause cause, Failure? failure, string identity)
    {
        MakeSpeculativeNormal(t);
        var task = t.State.Task;
        if (task.Status == WorkflowTaskStatus.Started)
        {
            t.History.Write(new HistoryEvent
            {
                EventType = EventType.WorkflowTaskFailed,
                WorkflowTaskFailedEventAttributes = new()
                {
                    ScheduledEventId = task.ScheduledId,
                    StartedEventId = task.StartedId,
                    Cause = cause,
                    Failure = failure,
                    Identity = identity,
                },
            });
        }

        task.Status = Table.Next(task.Status, TaskTrigger.Fail, t.Run.Key.RunId);
        ReportedProblems.CountFailure(t, "WorkflowTaskFailed", $"WorkflowTaskFailedCause{cause}");
        Retry(t);
    }

    /// <summary>The server takes the task away from its worker.</summary>
    public static void FailByServer(Transition t, WorkflowTaskFailedCause cause)
    {
        Fail(t, cause, null, ServerIdentity);
        t.State.Task.Attempt = Math.Max(t.State.Task.Attempt, 2);
    }

    /// <summary>The worker did not answer in time.</summary>
    public static void TimeOutStarted(Transition t)
    {
        MakeSpeculativeNormal(t);
        var task = t.State.Task;
        if (task.Status == WorkflowTaskStatus.Started)
        {
            WriteTimedOut(t, TimeoutType.StartToClose);
        }

        task.Status = Table.Next(task.Status, TaskTrigger.StartToClose, t.Run.Key.RunId);
        ReportedProblems.CountFailure(t, "WorkflowTaskTimedOut", "WorkflowTaskTimedOutCauseStartToClose");
        Retry(t);
        t.Wake();
    }

    /// <summary>Nobody took the task in time: it was on a sticky queue, or speculative.</summary>
    public static void TimeOutScheduled(Transition t)
    {
        MakeSpeculativeNormal(t);
        WriteTimedOut(t, TimeoutType.ScheduleToStart);
        var task = t.State.Task;
        task.Status = Table.Next(task.Status, TaskTrigger.ScheduleToStart, t.Run.Key.RunId);
        t.State.Sticky = null;
        t.Wake();
    }

    /// <summary>
    /// The run closes while a task is pending; a started one is failed so that its buffer can be written.
    /// </summary>
    public static void CloseWith(Transition t)
    {
        MakeSpeculativeNormal(t);
        var task = t.State.Task;
        if (task.Status == WorkflowTaskStatus.Started)
        {
            t.History.Write(new HistoryEvent
            {
                EventType = EventType.WorkflowTaskFailed,
                WorkflowTaskFailedEventAttributes = new()
                {
                    ScheduledEventId = task.ScheduledId,
                    StartedEventId = task.StartedId,
                    Cause = WorkflowTaskFailedCause.ForceCloseCommand,
                    Identity = ServerIdentity,
                },
            });
        }

        if (IsPending(t.State))
        {
            task.Status = Table.Next(task.Status, TaskTrigger.Close, t.Run.Key.RunId);
        }

        t.History.Flush();
    }

    /// <summary>
    /// After a failure: news make the next task a first attempt; otherwise a worker that kept the run is given up first
    /// (the next task is normal, on the normal queue), and only then do attempts count.
    /// </summary>
    private static void Retry(Transition t)
    {
        var state = t.State;
        var hadSticky = state.Sticky is not null;
        state.Sticky = null;
        state.Task.HeartbeatSince = null;
        if (t.History.Flush())
        {
            state.Task.Attempt = 1;
        }
        else if (!hadSticky)
        {
            state.Task.Attempt++;
        }
    }

    private static void WriteTimedOut(Transition t, TimeoutType type) => t.History.Write(new HistoryEvent
    {
        EventType = EventType.WorkflowTaskTimedOut,
        WorkflowTaskTimedOutEventAttributes = new()
        {
            ScheduledEventId = t.State.Task.ScheduledId,
            StartedEventId = type == TimeoutType.StartToClose ? t.State.Task.StartedId : 0,
            TimeoutType = type,
        },
    });

    private static StickyInfo? StickyOf(RespondWorkflowTaskCompletedRequest request) =>
        request.StickyAttributes?.WorkerTaskQueue is { Name.Length: > 0 } queue
            ? new StickyInfo { Queue = queue.Name, ScheduleToStart = request.StickyAttributes.ScheduleToStartTimeout }
            : null;

    private static HistoryEvent CompletedEvent(TaskInfo task, RespondWorkflowTaskCompletedRequest request) => new()
    {
        EventType = EventType.WorkflowTaskCompleted,
        WorkflowTaskCompletedEventAttributes = new()
        {
            ScheduledEventId = task.ScheduledId,
            StartedEventId = task.StartedId,
            Identity = request.Identity,
            BinaryChecksum = request.BinaryChecksum,
            WorkerVersion = request.WorkerVersionStamp,
            SdkMetadata = request.SdkMetadata,
            MeteringMetadata = request.MeteringMetadata,
            VersioningBehavior = request.VersioningBehavior,
            WorkerDeploymentName = request.DeploymentOptions is { WorkerVersioningMode: WorkerVersioningMode.Versioned } d
                ? d.DeploymentName
                : "",
            DeploymentVersion = request.VersioningBehavior != VersioningBehavior.Unspecified
                && request.DeploymentOptions is { } options
                    ? new() { DeploymentName = options.DeploymentName, BuildId = options.BuildId }
                    : null,
        },
    };
}
