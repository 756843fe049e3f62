namespace Temporalio.Runtime;

/// <summary>Options for showing metrics to Prometheus, which fetches them at <c>/metrics</c>.</summary>
public class PrometheusOptions : ICloneable
{
    /// <summary>Creates the options.</summary>
    public PrometheusOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="bindAddress">Address and port, such as <c>0.0.0.0:9000</c>.</param>
    public PrometheusOptions(string bindAddress) => BindAddress = bindAddress;

    /// <summary>Address and port, such as <c>0.0.0.0:9000</c>. Required.</summary>
    /// <value>Null: refused when the runtime is created.</value>
    public string? BindAddress { get; set; }

    /// <summary>Whether names of counters end in <c>_total</c>.</summary>
    /// <value>False.</value>
    public bool HasCounterTotalSuffix { get; set; }

    /// <summary>Whether names end in their unit.</summary>
    /// <value>False.</value>
    public bool HasUnitSuffix { get; set; }

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
