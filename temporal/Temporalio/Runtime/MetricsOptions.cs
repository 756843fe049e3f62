namespace Temporalio.Runtime;

/// <summary>
/// Options for metrics. Without a custom meter they go to the platform's meter named <c>Temporalio</c>, which any
/// collector can listen to.
/// </summary>
public class MetricsOptions : ICloneable
{
    /// <summary>Whether metrics carry the tag <c>service_name</c>.</summary>
    /// <value>True.</value>
    public bool AttachServiceName { get; set; } = true;

    /// <summary>Meter of the user's own kind.</summary>
    /// <value>Null: the platform's.</value>
    public ICustomMetricMeter? CustomMetricMeter { get; set; }

    /// <summary>Options for the meter of the user's own kind.</summary>
    /// <value>Null: the defaults.</value>
    public CustomMetricMeterOptions? CustomMetricMeterOptions { get; set; }

    /// <summary>Tags of all metrics.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<KeyValuePair<string, string>>? GlobalTags { get; set; }

    /// <summary>Beginning of the names of the metrics that this library records.</summary>
    /// <value>Null: <c>temporal_</c>.</value>
    public string? MetricPrefix { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (MetricsOptions)MemberwiseClone();
        copy.CustomMetricMeterOptions = (CustomMetricMeterOptions?)CustomMetricMeterOptions?.Clone();
        return copy;
    }
}
