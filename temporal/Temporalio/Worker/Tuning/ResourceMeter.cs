namespace Temporalio.Worker.Tuning;

/// <summary>Share of memory and processors that this process uses, measured at most ten times a second.</summary>
internal sealed class ResourceMeter(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _measuredAt = time.GetTimestamp();
    private TimeSpan _cpuTime = Environment.CpuUsage.TotalTime;
    private double _cpuUsage;

    /// <summary>Gets the used share of the memory that the runtime may use, 0 to 1.</summary>
    public double MemoryUsage
    {
        get
        {
            var info = GC.GetGCMemoryInfo();
            return info.TotalAvailableMemoryBytes <= 0
                ? 0
                : (double)Environment.WorkingSet / info.TotalAvailableMemoryBytes;
        }
    }

    /// <summary>Gets the used share of all processors, 0 to 1.</summary>
    public double CpuUsage
    {
        get
        {
            var elapsed = time.GetElapsedTime(_measuredAt);
            if (elapsed >= Interval)
            {
                var cpuTime = Environment.CpuUsage.TotalTime;
                _cpuUsage = (cpuTime - _cpuTime) / (elapsed * Environment.ProcessorCount);
                _cpuTime = cpuTime;
                _measuredAt = time.GetTimestamp();
            }
            return _cpuUsage;
        }
    }
}
