namespace Temporalio.Client.Schedules;

/// <summary>What a schedule has done and will do.</summary>
/// <param name="NumActions">Runs made.</param>
/// <param name="NumActionsMissedCatchupWindow">Runs missed because they were too long ago.</param>
/// <param name="NumActionsSkippedOverlap">Runs skipped because another was going on.</param>
/// <param name="RunningActions">Runs going on.</param>
/// <param name="RecentActions">The last runs.</param>
/// <param name="NextActionTimes">The next times.</param>
/// <param name="CreatedAt">When the schedule was created.</param>
/// <param name="LastUpdatedAt">When it was changed; null if never.</param>
public record ScheduleInfo(
    long NumActions,
    long NumActionsMissedCatchupWindow,
    long NumActionsSkippedOverlap,
    IReadOnlyCollection<ScheduleActionExecution> RunningActions,
    IReadOnlyCollection<ScheduleActionResult> RecentActions,
    IReadOnlyCollection<DateTime> NextActionTimes,
    DateTime CreatedAt,
    DateTime? LastUpdatedAt);
