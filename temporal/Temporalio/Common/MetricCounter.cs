namespace Temporalio.Common;

/// <summary>A sum that only grows.</summary>
/// <typeparam name="T">Type of the values: an integer for counters, any number otherwise.</typeparam>
public abstract class MetricCounter<T> : Metric<T>
    where T : struct
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    protected MetricCounter(string name, string? unit = null, string? description = null)
        : base(name, unit, description)
    {
    }

    /// <summary>Adds to the sum.</summary>
    /// <param name="value">Value.</param>
    /// <param name="extraTags">Tags for this value, besides the metric's.</param>
    public abstract void Add(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null);

    /// <summary>Makes the same metric with more tags.</summary>
    /// <param name="tags">Tags to add.</param>
    /// <returns>The metric.</returns>
    public abstract MetricCounter<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags);
}
