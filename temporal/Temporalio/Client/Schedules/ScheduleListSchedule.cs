namespace Temporalio.Client.Schedules;

/// <summary>A schedule, as far as it is listed.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Spec">When it is done.</param>
/// <param name="State">Whether it is paused.</param>
public record ScheduleListSchedule(ScheduleListAction Action, ScheduleSpec Spec, ScheduleListState State);

/// <summary>What a schedule does, as far as it is listed.</summary>
public abstract record ScheduleListAction
{
    /// <summary>For kinds of it.</summary>
    protected ScheduleListAction()
    {
    }
}

/// <summary>Starts a workflow.</summary>
/// <param name="Workflow">Workflow type.</param>
public record ScheduleListActionStartWorkflow(string Workflow) : ScheduleListAction;

/// <summary>Whether a schedule is paused.</summary>
/// <param name="Note">Note for people to read; null for none.</param>
/// <param name="Paused">Whether it is paused.</param>
public record ScheduleListState(string? Note, bool Paused);

/// <summary>What a schedule has done and will do, as far as it is listed.</summary>
/// <param name="RecentActions">The last runs.</param>
/// <param name="NextActionTimes">The next times.</param>
public record ScheduleListInfo(
    IReadOnlyCollection<ScheduleActionResult> RecentActions, IReadOnlyCollection<DateTime> NextActionTimes);
