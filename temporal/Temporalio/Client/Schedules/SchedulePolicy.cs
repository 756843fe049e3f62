using Temporalio.Api.Enums.V1;

namespace Temporalio.Client.Schedules;

/// <summary>What happens when runs overlap, were missed or failed.</summary>
public record SchedulePolicy
{
    /// <summary>What to do when a run is due while one is going on.</summary>
    /// <value>Skip it.</value>
    public ScheduleOverlapPolicy Overlap { get; init; } = ScheduleOverlapPolicy.Skip;

    /// <summary>How far back missed runs are caught up after the server was down.</summary>
    /// <value>Null: as far as the server does by itself.</value>
    public TimeSpan? CatchupWindow { get; init; }

    /// <summary>Whether the schedule pauses when a run fails.</summary>
    /// <value>False.</value>
    public bool PauseOnFailure { get; init; }
}
