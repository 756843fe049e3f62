namespace Temporalio.Runtime;

/// <summary>Options for sending metrics to an OpenTelemetry collector.</summary>
public class OpenTelemetryOptions : ICloneable
{
    /// <summary>Creates the options.</summary>
    public OpenTelemetryOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="url">Address of the collector.</param>
    public OpenTelemetryOptions(string url)
        : this(new Uri(url))
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="url">Address of the collector.</param>
    public OpenTelemetryOptions(Uri url) => Url = url;

    /// <summary>
    /// Address of the collector, such as <c>http://localhost:4317</c>; with
    /// <see cref="OpenTelemetryProtocol.Http" /> the whole address, such as <c>http://localhost:4318/v1/metrics</c>.
    /// Required.
    /// </summary>
    /// <value>Null: refused when the runtime is created.</value>
    public Uri? Url { get; set; }

    /// <summary>Headers of each call.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<KeyValuePair<string, string>>? Headers { get; set; }

    /// <summary>Time between two calls.</summary>
    /// <value>Null: one second.</value>
    public TimeSpan? MetricsExportInterval { get; set; }

    /// <summary>Whether sums count from the start of the program or from the call before.</summary>
    /// <value>From the start.</value>
    public OpenTelemetryMetricTemporality MetricTemporality { get; set; }

    /// <summary>How the collector is called.</summary>
    /// <value>By gRPC.</value>
    public OpenTelemetryProtocol Protocol { get; set; }

    /// <summary>Upper bounds of the buckets of histograms, by name without prefix.</summary>
    /// <value>Null: the defaults.</value>
    public IReadOnlyDictionary<string, IReadOnlyCollection<double>>? HistogramBucketOverrides { get; set; }

    /// <summary>Whether durations are seconds as double; else they are whole milliseconds.</summary>
    /// <value>False.</value>
    public bool UseSecondsForDuration { get; set; }

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
