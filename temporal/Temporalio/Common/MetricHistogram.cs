namespace Temporalio.Common;

/// <summary>A distribution of values.</summary>
/// <typeparam name="T">Type of the values: an integer for counters, any number otherwise.</typeparam>
public abstract class MetricHistogram<T> : Metric<T>
    where T : struct
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    protected MetricHistogram(string name, string? unit = null, string? description = null)
        : base(name, unit, description)
    {
    }

    /// <summary>Records a value.</summary>
    /// <param name="value">Value.</param>
    /// <param name="extraTags">Tags for this value, besides the metric's.</param>
    public abstract void Record(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null);

    /// <summary>Makes the same metric with more tags.</summary>
    /// <param name="tags">Tags to add.</param>
    /// <returns>The metric.</returns>
    public abstract MetricHistogram<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags);
}
