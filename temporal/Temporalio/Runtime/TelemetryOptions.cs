namespace Temporalio.Runtime;

/// <summary>Options for metrics and log lines.</summary>
public class TelemetryOptions : ICloneable
{
    /// <summary>Options for metrics.</summary>
    /// <value>Null: the defaults.</value>
    public MetricsOptions? Metrics { get; set; }

    /// <summary>Options for log lines about connections and pollers.</summary>
    /// <value>The defaults.</value>
    public LoggingOptions? Logging { get; set; } = new();

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (TelemetryOptions)MemberwiseClone();
        copy.Metrics = (MetricsOptions?)Metrics?.Clone();
        copy.Logging = (LoggingOptions?)Logging?.Clone();
        return copy;
    }
}
