using Google.Protobuf.WellKnownTypes;
using Proto = Temporalio.Api.Schedule.V1;

namespace Temporalio.Client.Schedules;

/// <summary>The wire form of schedules, but for their actions.</summary>
internal static class ScheduleProtos
{
    public static Proto.ScheduleSpec WriteSpec(ScheduleSpec spec) => new()
    {
        StructuredCalendar = { spec.Calendars.Select(WriteCalendar) },
        Interval =
        {
            spec.Intervals.Select(i => new Proto.IntervalSpec
            {
                Interval = Duration.FromTimeSpan(i.Every),
                Phase = ClientPayloads.ToDuration(i.Offset),
            }),
        },
        CronString = { spec.CronExpressions },
        ExcludeStructuredCalendar = { spec.Skip.Select(WriteCalendar) },
        StartTime = ToTimestamp(spec.StartAt),
        EndTime = ToTimestamp(spec.EndAt),
        Jitter = ClientPayloads.ToDuration(spec.Jitter),
        TimezoneName = spec.TimeZoneName ?? string.Empty,
    };

    public static ScheduleSpec ReadSpec(Proto.ScheduleSpec? spec) => spec == null ? new() : new()
    {
        Calendars = [.. spec.StructuredCalendar.Select(ReadCalendar)],
        Intervals = [.. spec.Interval.Select(i => new ScheduleIntervalSpec(
            i.Interval.ToTimeSpan(), i.Phase?.ToTimeSpan()))],
        CronExpressions = [.. spec.CronString],
        Skip = [.. spec.ExcludeStructuredCalendar.Select(ReadCalendar)],
        StartAt = spec.StartTime?.ToDateTime(),
        EndAt = spec.EndTime?.ToDateTime(),
        Jitter = spec.Jitter?.ToTimeSpan(),
        TimeZoneName = spec.TimezoneName.Length == 0 ? null : spec.TimezoneName,
    };

    public static Proto.SchedulePolicies WritePolicy(SchedulePolicy policy) => new()
    {
        OverlapPolicy = policy.Overlap,
        CatchupWindow = policy.CatchupWindow is { } window ? Duration.FromTimeSpan(window) : null,
        PauseOnFailure = policy.PauseOnFailure,
    };

    public static SchedulePolicy ReadPolicy(Proto.SchedulePolicies? policy) => policy == null ? new() : new()
    {
        Overlap = policy.OverlapPolicy,
        CatchupWindow = policy.CatchupWindow?.ToTimeSpan(),
        PauseOnFailure = policy.PauseOnFailure,
    };

    public static Proto.ScheduleState WriteState(ScheduleState state) => new()
    {
        Notes = state.Note ?? string.Empty,
        Paused = state.Paused,
        LimitedActions = state.LimitedActions,
        RemainingActions = state.RemainingActions,
    };

    public static ScheduleState ReadState(Proto.ScheduleState? state) => state == null ? new() : new()
    {
        Note = state.Notes.Length == 0 ? null : state.Notes,
        Paused = state.Paused,
        LimitedActions = state.LimitedActions,
        RemainingActions = state.RemainingActions,
    };

    public static Proto.BackfillRequest WriteBackfill(ScheduleBackfill backfill) => new()
    {
        StartTime = ToTimestamp(backfill.StartAt),
        EndTime = ToTimestamp(backfill.EndAt),
        OverlapPolicy = backfill.Overlap,
    };

    public static ScheduleInfo ReadInfo(Proto.ScheduleInfo? info)
    {
        info ??= new();
        return new(
            info.ActionCount,
            info.MissedCatchupWindow,
            info.OverlapSkipped,
            [.. info.RunningWorkflows.Select(w => new ScheduleActionExecutionStartWorkflow(w.WorkflowId, w.RunId))],
            [.. info.RecentActions.Select(ReadResult)],
            [.. info.FutureActionTimes.Select(t => t.ToDateTime())],
            info.CreateTime?.ToDateTime() ?? default,
            info.UpdateTime?.ToDateTime());
    }

    public static ScheduleActionResult ReadResult(Proto.ScheduleActionResult result) => new(
        result.ScheduleTime?.ToDateTime() ?? default,
        result.ActualTime?.ToDateTime() ?? default,
        new ScheduleActionExecutionStartWorkflow(
            result.StartWorkflowResult?.WorkflowId ?? string.Empty,
            result.StartWorkflowResult?.RunId ?? string.Empty));

    private static Proto.StructuredCalendarSpec WriteCalendar(ScheduleCalendarSpec calendar) => new()
    {
        Second = { calendar.Second.Select(WriteRange) },
        Minute = { calendar.Minute.Select(WriteRange) },
        Hour = { calendar.Hour.Select(WriteRange) },
        DayOfMonth = { calendar.DayOfMonth.Select(WriteRange) },
        Month = { calendar.Month.Select(WriteRange) },
        Year = { calendar.Year.Select(WriteRange) },
        DayOfWeek = { calendar.DayOfWeek.Select(WriteRange) },
        Comment = calendar.Comment ?? string.Empty,
    };

    private static ScheduleCalendarSpec ReadCalendar(Proto.StructuredCalendarSpec calendar) => new()
    {
        Second = ReadRanges(calendar.Second),
        Minute = ReadRanges(calendar.Minute),
        Hour = ReadRanges(calendar.Hour),
        DayOfMonth = ReadRanges(calendar.DayOfMonth),
        Month = ReadRanges(calendar.Month),
        Year = ReadRanges(calendar.Year),
        DayOfWeek = ReadRanges(calendar.DayOfWeek),
        Comment = calendar.Comment.Length == 0 ? null : calendar.Comment,
    };

    private static Proto.Range WriteRange(ScheduleRange range) =>
        new() { Start = range.Start, End = range.End, Step = range.Step };

    private static IReadOnlyCollection<ScheduleRange> ReadRanges(IEnumerable<Proto.Range> ranges) =>
        [.. ranges.Select(r => new ScheduleRange(r.Start, r.End, r.Step))];

    private static Timestamp? ToTimestamp(DateTime? time) =>
        time is { } t ? Timestamp.FromDateTime(t.ToUniversalTime()) : null;
}
