namespace Temporalio.Runtime;

/// <summary>
/// Options for metrics. Without an exporter or a custom meter they go to the platform's meter named <c>Temporalio</c>,
/// which any collector can listen to. One exporter or a custom meter may be set, not several.
/// </summary>
public class MetricsOptions : ICloneable
{
    /// <summary>Creates the options.</summary>
    public MetricsOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="prometheus">How metrics are shown to Prometheus.</param>
    public MetricsOptions(PrometheusOptions prometheus) => Prometheus = prometheus;

    /// <summary>Creates the options.</summary>
    /// <param name="openTelemetry">How metrics are sent to a collector.</param>
    public MetricsOptions(OpenTelemetryOptions openTelemetry) => OpenTelemetry = openTelemetry;

    /// <summary>How metrics are shown to Prometheus.</summary>
    /// <value>Null: they are not.</value>
    public PrometheusOptions? Prometheus { get; set; }

    /// <summary>How metrics are sent to an OpenTelemetry collector.</summary>
    /// <value>Null: they are not.</value>
    public OpenTelemetryOptions? OpenTelemetry { get; set; }

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
        copy.Prometheus = (PrometheusOptions?)Prometheus?.Clone();
        copy.OpenTelemetry = (OpenTelemetryOptions?)OpenTelemetry?.Clone();
        copy.CustomMetricMeterOptions = (CustomMetricMeterOptions?)CustomMetricMeterOptions?.Clone();
        return copy;
    }
}
