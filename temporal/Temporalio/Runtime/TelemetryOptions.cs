namespace Temporalio.Runtime;

/// <summary>Options for metrics.</summary>
public class TelemetryOptions : ICloneable
{
    /// <summary>Options for metrics.</summary>
    /// <value>Null: the defaults.</value>
    public MetricsOptions? Metrics { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (TelemetryOptions)MemberwiseClone();
        copy.Metrics = (MetricsOptions?)Metrics?.Clone();
        return copy;
    }
}
