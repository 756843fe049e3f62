namespace Temporalio.Worker.Tuning;

/// <summary>Load of the machine above which no further slot is given.</summary>
/// <param name="TargetMemoryUsage">Share of the memory, 0 to 1; at most 0.8 is advised.</param>
/// <param name="TargetCpuUsage">Share of the processors, 0 to 1.</param>
public sealed record ResourceBasedTunerOptions(double TargetMemoryUsage, double TargetCpuUsage);

/// <summary>Bounds of one resource-based supplier.</summary>
/// <param name="MinimumSlots">Slots given whatever the load; null means 5 for workflow tasks, 1 for others.</param>
/// <param name="MaximumSlots">Slots never exceeded; null means 500.</param>
/// <param name="RampThrottle">
/// Least time between two slots above the minimum; null means none for workflow tasks, 50 ms for others.
/// </param>
public sealed record ResourceBasedSlotSupplierOptions(
    int? MinimumSlots = null, int? MaximumSlots = null, TimeSpan? RampThrottle = null);
