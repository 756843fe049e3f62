using Temporalio.Common;

namespace Temporalio.Client.Schedules;

/// <summary>A change of a schedule.</summary>
/// <param name="Schedule">The new schedule.</param>
/// <param name="TypedSearchAttributes">The new search attributes; null to keep the old.</param>
public record ScheduleUpdate(Schedule Schedule, SearchAttributeCollection? TypedSearchAttributes = null);

/// <summary>What a change of a schedule starts from.</summary>
/// <param name="Description">The schedule as it is.</param>
public record ScheduleUpdateInput(ScheduleDescription Description);
