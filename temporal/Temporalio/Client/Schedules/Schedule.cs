namespace Temporalio.Client.Schedules;

/// <summary>A schedule: what is done, and when.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Spec">When it is done.</param>
public record Schedule(ScheduleAction Action, ScheduleSpec Spec)
{
    /// <summary>What happens when runs overlap or were missed.</summary>
    /// <value>The defaults.</value>
    public SchedulePolicy Policy { get; init; } = new();

    /// <summary>Whether it is paused, and how many runs are left.</summary>
    /// <value>Not paused, no limit.</value>
    public ScheduleState State { get; init; } = new();
}
