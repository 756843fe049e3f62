using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.History;
using Temporal.DevServer.State;
using Temporal.DevServer.Timers;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>
/// Carries out the buffered starts of a schedule. It works on a copy of the record; when it is interrupted, the stored
/// record makes it do the same again, and repeated starts get the runs that are there.
/// </summary>
internal sealed class BufferProcessor(ScheduledRuns runs, IClock clock)
{
    private const int RecentMax = 10;

    /// <summary>Notes which runs have ended, then decides about each start; returns whether anything changed.</summary>
    /// <param name="ns">Namespace of the schedule.</param>
    /// <param name="stored">Changed in place.</param>
    /// <param name="watch">Called with a workflow id before it is started, so that its end is not missed.</param>
    public async Task<bool> RunAsync(NamespaceEntry ns, StoredSchedule stored, Action<string> watch)
    {
        var changed = await NoteEndsAsync(ns, stored).ConfigureAwait(false);
        var starts = stored.Buffer.ToArray();
        stored.Buffer.Clear();
        foreach (var start in starts)
        {
            changed |= await DecideAsync(ns, stored, start, watch).ConfigureAwait(false);
        }

        return changed;
    }

    private async Task<bool> NoteEndsAsync(NamespaceEntry ns, StoredSchedule stored)
    {
        var changed = false;
        foreach (var run in stored.Info.RunningWorkflows.ToArray())
        {
            var outcome = await runs.LookUpAsync(ns, run).ConfigureAwait(false);
            if (outcome is { IsRunning: true })
            {
                continue;
            }

            changed = true;
            stored.Info.RunningWorkflows.Remove(run);
            if (outcome is not null)
            {
                NoteEnd(stored, run, outcome);
            }
        }

        return changed;
    }

    private static void NoteEnd(StoredSchedule stored, WorkflowExecution run, ScheduledOutcome outcome)
    {
        foreach (var action in stored.Info.RecentActions.Where(a => a.StartWorkflowResult.Equals(run)))
        {
            action.StartWorkflowStatus = outcome.Status;
        }

        if (outcome.Status == WorkflowExecutionStatus.Completed)
        {
            (stored.LastResult, stored.LastFailure) = (outcome.Result, null);
        }
        else if (outcome.Status == WorkflowExecutionStatus.Failed)
        {
            stored.LastFailure = outcome.Failure;
        }

        var note = outcome.Status switch
        {
            WorkflowExecutionStatus.Failed =>
                $"paused due to workflow failure: {run.WorkflowId}: {outcome.Failure?.Message}",
            WorkflowExecutionStatus.TimedOut => $"paused due to workflow timeout: {run.WorkflowId}",
            _ => null,
        };
        if (note is not null && stored.Schedule.Policies.PauseOnFailure)
        {
            stored.Schedule.State.Paused = true;
            stored.Schedule.State.Notes = note;
            stored.ConflictToken++;
        }
    }

    private async Task<bool> DecideAsync(
        NamespaceEntry ns, StoredSchedule stored, BufferedStart start, Action<string> watch)
    {
        var running = stored.Info.RunningWorkflows;
        var policy = DueTimes.PolicyOf(stored, start);
        var decision = Overlap.Decide(policy, running.Count > 0, stored.Buffer.Count);
        switch (decision)
        {
            case OverlapDecision.Skip:
                stored.Info.OverlapSkipped++;
                return true;
            case OverlapDecision.Wait:
                stored.Buffer.Add(start);
                return false;
            case OverlapDecision.CancelAndWait:
                foreach (var run in running)
                {
                    await runs.CancelAsync(ns, stored, run).ConfigureAwait(false);
                }

                stored.Buffer.Add(start);
                return false;
            case OverlapDecision.TerminateAndStart:
                foreach (var run in running)
                {
                    await runs.TerminateAsync(ns, stored, run).ConfigureAwait(false);
                }

                await NoteEndsAsync(ns, stored).ConfigureAwait(false);
                break;
        }

        await StartAsync(ns, stored, start, policy, watch).ConfigureAwait(false);
        return true;
    }

    private async Task StartAsync(
        NamespaceEntry ns, StoredSchedule stored, BufferedStart start, ScheduleOverlapPolicy policy,
        Action<string> watch)
    {
        if (stored.Schedule.Action?.StartWorkflow is null || (!start.Manual && !DueTimes.IsActive(stored)))
        {
            return;
        }

        watch(ScheduledRuns.WorkflowId(stored, start));
        if (await runs.StartAsync(ns, stored, start).ConfigureAwait(false) is not { } run)
        {
            return;
        }

        if (!start.Manual && stored.Schedule.State.LimitedActions)
        {
            stored.Schedule.State.RemainingActions--;
            stored.ConflictToken++;
        }

        stored.Info.ActionCount++;
        stored.Info.RecentActions.Add(new ScheduleActionResult
        {
            ScheduleTime = start.NominalTime,
            ActualTime = clock.UtcNow.ToStamp(),
            StartWorkflowResult = run,
            StartWorkflowStatus = WorkflowExecutionStatus.Running,
        });
        while (stored.Info.RecentActions.Count > RecentMax)
        {
            stored.Info.RecentActions.RemoveAt(0);
        }

        if (policy != ScheduleOverlapPolicy.AllowAll)
        {
            stored.Info.RunningWorkflows.Add(run.Clone());
        }
    }
}
