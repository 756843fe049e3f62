using Temporalio.Api.Enums.V1;

namespace Temporalio.Client.Schedules;

/// <summary>A span of time whose runs are made now.</summary>
/// <param name="StartAt">Begin, exclusive.</param>
/// <param name="EndAt">End, inclusive.</param>
/// <param name="Overlap">What to do when runs overlap; unspecified for the schedule's policy.</param>
public record ScheduleBackfill(
    DateTime StartAt, DateTime EndAt, ScheduleOverlapPolicy Overlap = ScheduleOverlapPolicy.Unspecified);
