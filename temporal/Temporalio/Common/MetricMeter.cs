namespace Temporalio.Common;

/// <summary>Makes metrics.</summary>
public abstract class MetricMeter
{
    /// <summary>Creates the meter.</summary>
    protected MetricMeter()
    {
    }

    /// <summary>Makes a counter.</summary>
    /// <typeparam name="T">An integer type.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    /// <returns>The counter.</returns>
    public abstract MetricCounter<T> CreateCounter<T>(string name, string? unit = null, string? description = null)
        where T : struct;

    /// <summary>Makes a histogram.</summary>
    /// <typeparam name="T">An integer or floating-point type, or TimeSpan.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    /// <returns>The histogram.</returns>
    public abstract MetricHistogram<T> CreateHistogram<T>(
        string name, string? unit = null, string? description = null)
        where T : struct;

    /// <summary>Makes a gauge.</summary>
    /// <typeparam name="T">An integer or floating-point type.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    /// <returns>The gauge.</returns>
    public abstract MetricGauge<T> CreateGauge<T>(string name, string? unit = null, string? description = null)
        where T : struct;

    /// <summary>Makes a meter whose metrics carry more tags.</summary>
    /// <param name="tags">Tags to add.</param>
    /// <returns>The meter.</returns>
    public abstract MetricMeter WithTags(IEnumerable<KeyValuePair<string, object>> tags);
}
