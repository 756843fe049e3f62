namespace Temporalio.Common;

/// <summary>A value that goes up and down.</summary>
/// <typeparam name="T">Type of the values: an integer for counters, any number otherwise.</typeparam>
public abstract class MetricGauge<T> : Metric<T>
    where T : struct
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    protected MetricGauge(string name, string? unit = null, string? description = null)
        : base(name, unit, description)
    {
    }

    /// <summary>Sets the value.</summary>
    /// <param name="value">Value.</param>
    /// <param name="extraTags">Tags for this value, besides the metric's.</param>
    public abstract void Set(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null);

    /// <summary>Makes the same metric with more tags.</summary>
    /// <param name="tags">Tags to add.</param>
    /// <returns>The metric.</returns>
    public abstract MetricGauge<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags);
}
