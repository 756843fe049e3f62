using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.History;
using Temporal.DevServer.Visibility;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>How schedules are shown.</summary>
internal static class ScheduleShape
{
    private const int FutureDescribed = 10;
    private const int FutureListed = 5;
    private const int RecentListed = 5;

    /// <summary>The whole description; runs that were not waited for are looked up.</summary>
    public static async Task<DescribeScheduleResponse> DescribeAsync(
        NamespaceEntry ns, ScheduleActor actor, ScheduledRuns runs, DateTimeOffset now)
    {
        var stored = actor.Stored;
        var info = stored.Info.Clone();
        foreach (var action in info.RecentActions.Where(
            a => a.StartWorkflowStatus == WorkflowExecutionStatus.Running))
        {
            var outcome = await runs.LookUpAsync(ns, action.StartWorkflowResult).ConfigureAwait(false);
            action.StartWorkflowStatus = outcome?.Status ?? action.StartWorkflowStatus;
        }

        info.FutureActionTimes.Add(
            DueTimes.Future(stored, actor.Times, now, FutureDescribed).Select(t => t.ToStamp()));
        return new DescribeScheduleResponse
        {
            Schedule = stored.Schedule,
            Info = info,
            Memo = stored.Memo,
            SearchAttributes = stored.SearchAttributes,
            ConflictToken = ScheduleRules.Token(stored.ConflictToken),
        };
    }

    /// <summary>An entry of a list.</summary>
    public static ScheduleListEntry Entry(ScheduleActor actor, DateTimeOffset now)
    {
        var stored = actor.Stored;
        var info = new ScheduleListInfo
        {
            Spec = stored.Schedule.Spec,
            WorkflowType = stored.Schedule.Action?.StartWorkflow?.WorkflowType,
            Notes = stored.Schedule.State.Notes,
            Paused = stored.Schedule.State.Paused,
        };
        info.RecentActions.Add(stored.Info.RecentActions.TakeLast(RecentListed));
        info.FutureActionTimes.Add(
            DueTimes.Future(stored, actor.Times, now, FutureListed).Select(t => t.ToStamp()));
        return new ScheduleListEntry
        {
            ScheduleId = stored.ScheduleId,
            Memo = stored.Memo,
            SearchAttributes = stored.SearchAttributes is { } attributes ? ListedAttributes.Of(attributes) : null,
            Info = info,
        };
    }

    /// <summary>What queries see: the schedule as if it were a run, whose workflow id is the schedule's id.</summary>
    public static VisibilityRow Row(ScheduleActor actor)
    {
        const string type = "temporal-sys-scheduler-workflow";
        var stored = actor.Stored;
        var attributes = stored.SearchAttributes?.Clone() ?? new SearchAttributes();
        attributes.IndexedFields["TemporalSchedulePaused"] = ScheduleRules.Flag(stored.Schedule.State.Paused);
        return new VisibilityRow(new VisibilityRecord
        {
            Key = new(stored.NamespaceId, stored.ScheduleId, stored.Incarnation),
            WorkflowType = type,
            TaskQueue = "temporal-sys-per-ns-tq",
            Status = WorkflowExecutionStatus.Running,
            StartTime = stored.Info.CreateTime,
            ExecutionTime = stored.Info.CreateTime,
            Memo = stored.Memo ?? new Memo(),
            SearchAttributes = attributes,
            Root = new WorkflowExecution { WorkflowId = stored.ScheduleId, RunId = stored.Incarnation },
            FirstRunId = stored.Incarnation,
        });
    }
}
