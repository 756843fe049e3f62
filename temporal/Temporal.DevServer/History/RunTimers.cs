using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// Everything of a run that happens by time. Nothing is armed one by one: the earliest due time is computed from the
/// state after each transition, and when it comes, whatever is due is done. So a restart needs only the state.
/// </summary>
internal static class RunTimers
{
    /// <summary>When the run wants to be woken next; null when it waits for nothing.</summary>
    public static DateTimeOffset? NextDue(RunState state)
    {
        if (state.Status != WorkflowExecutionStatus.Running)
        {
            return CallbackMachine.NextDue(state);
        }

        var due = Times.Earlier(state.RunExpires?.ToDateTimeOffset(), state.BackoffUntil?.ToDateTimeOffset());
        due = Times.Earlier(due, TaskDue(state));
        foreach (var timer in state.Timers.Values)
        {
            due = Times.Earlier(due, timer.FireTime.ToDateTimeOffset());
        }

        foreach (var activity in state.Activities.Values)
        {
            due = Times.Earlier(due, ActivityMachine.NextDue(activity));
        }

        foreach (var operation in state.NexusOperations.Values)
        {
            due = Times.Earlier(due, NexusOperationMachine.NextDue(operation));
        }

        return due;
    }

    /// <summary>Does everything that is due. True when anything was.</summary>
    public static bool FireDue(Transition t)
    {
        if (NextDue(t.State) is not { } due || due > t.Now)
        {
            return false;
        }

        var state = t.State;
        if (state.Status != WorkflowExecutionStatus.Running)
        {
            CallbackMachine.FireDue(t);
            return true;
        }

        if (state.RunExpires is { } expires && expires.ToDateTimeOffset() <= t.Now)
        {
            TimeOutRun(t);
            return true;
        }

        if (state.BackoffUntil is { } backoff && backoff.ToDateTimeOffset() <= t.Now)
        {
            RunMachine.EndBackoff(t);
        }

        foreach (var activity in state.Activities.Values.Where(a => ActivityMachine.NextDue(a) <= t.Now).ToArray())
        {
            ActivityMachine.FireDue(t, activity);
        }

        foreach (var operation in state.NexusOperations.Values.Where(o => NexusOperationMachine.NextDue(o) <= t.Now).ToArray())
        {
            NexusOperationMachine.FireDue(t, operation);
        }

        TimerMachine.FireDue(t);
        FireTask(t);
        return true;
    }

    private static void FireTask(Transition t)
    {
        if (TaskDue(t.State) is not { } due || due > t.Now)
        {
            return;
        }

        if (WorkflowTaskMachine.IsStarted(t.State))
        {
            UpdateMachine.Unsend(t.Run);
            t.Run.Queries.Detach();
            WorkflowTaskMachine.TimeOutStarted(t);
        }
        else
        {
            WorkflowTaskMachine.TimeOutScheduled(t);
        }
    }

    private static DateTimeOffset? TaskDue(RunState state)
    {
        var task = state.Task;
        switch (task.Status)
        {
            case WorkflowTaskStatus.Started or WorkflowTaskStatus.TransientStarted or WorkflowTaskStatus.SpeculativeStarted:
                return task.StartedTime.ToDateTimeOffset().Plus(task.Timeout.ToSpan());
            case WorkflowTaskStatus.SpeculativeScheduled:
                return task.ScheduledTime.ToDateTimeOffset().Plus(Limits.SpeculativeScheduleToStart);
            case WorkflowTaskStatus.Scheduled when task.Sticky && state.Sticky?.ScheduleToStart.IsPositive() == true:
                return task.ScheduledTime.ToDateTimeOffset().Plus(state.Sticky.ScheduleToStart.ToSpan());
            default:
                return null;
        }
    }

    private static void TimeOutRun(Transition t)
    {
        var state = t.State;
        var chainExpired = state.ExecutionExpires is { } end && end <= state.RunExpires;
        var failure = new Failure
        {
            Message = "workflow timeout",
            Source = "Server",
            TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
        };
        var retry = RunContinuation.AfterFailure(t, failure, chainExpired);
        RunMachine.Close(t, RunTrigger.TimeOut, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionTimedOut,
            WorkflowExecutionTimedOutEventAttributes = new()
            {
                RetryState = retry,
                NewExecutionRunId = state.NewRunId,
            },
        });
    }
}
