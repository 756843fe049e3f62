namespace Temporalio.Client.Schedules;

/// <summary>Whether a schedule is paused, and how many runs are left.</summary>
public record ScheduleState
{
    /// <summary>Note for people to read.</summary>
    /// <value>Null: none.</value>
    public string? Note { get; init; }

    /// <summary>Whether it is paused.</summary>
    /// <value>False.</value>
    public bool Paused { get; init; }

    /// <summary>Whether the number of runs is limited.</summary>
    /// <value>False.</value>
    public bool LimitedActions { get; init; }

    /// <summary>Runs left, if their number is limited.</summary>
    /// <value>0.</value>
    public long RemainingActions { get; init; }
}
