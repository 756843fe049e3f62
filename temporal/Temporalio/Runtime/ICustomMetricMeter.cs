namespace Temporalio.Runtime;

/// <summary>Makes metrics of the user's own kind, for this library and the code it runs. Must be thread-safe.</summary>
public interface ICustomMetricMeter
{
    /// <summary>Makes a counter.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    /// <returns>The counter.</returns>
    ICustomMetricCounter<T> CreateCounter<T>(string name, string? unit, string? description)
        where T : struct;

    /// <summary>Makes a histogram.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    /// <returns>The histogram.</returns>
    ICustomMetricHistogram<T> CreateHistogram<T>(string name, string? unit, string? description)
        where T : struct;

    /// <summary>Makes a gauge.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="unit">Unit, if any.</param>
    /// <param name="description">Description, if any.</param>
    /// <returns>The gauge.</returns>
    ICustomMetricGauge<T> CreateGauge<T>(string name, string? unit, string? description)
        where T : struct;

    /// <summary>Makes a set of tags, which is handed to the metrics with each value.</summary>
    /// <param name="appendFrom">Set of tags made before, to add to; null for none.</param>
    /// <param name="tags">Tags to add.</param>
    /// <returns>The set of tags.</returns>
    object CreateTags(object? appendFrom, IReadOnlyCollection<KeyValuePair<string, object>> tags);
}
