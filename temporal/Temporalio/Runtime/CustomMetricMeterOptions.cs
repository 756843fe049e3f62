namespace Temporalio.Runtime;

/// <summary>Options for a meter of the user's own kind.</summary>
public class CustomMetricMeterOptions
{
    /// <summary>Form of durations.</summary>
    public enum DurationFormat
    {
        /// <summary>Whole milliseconds, as long.</summary>
        IntegerMilliseconds = 0,

        /// <summary>Seconds, as double.</summary>
        FloatSeconds = 1,

        /// <summary>As TimeSpan.</summary>
        TimeSpan = 2,
    }

    /// <summary>Form in which this library records durations.</summary>
    /// <value>Whole milliseconds.</value>
    public DurationFormat HistogramDurationFormat { get; set; } = DurationFormat.IntegerMilliseconds;

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
