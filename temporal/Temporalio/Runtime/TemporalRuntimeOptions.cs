namespace Temporalio.Runtime;

/// <summary>Options for a runtime.</summary>
public class TemporalRuntimeOptions : ICloneable
{
    /// <summary>Creates the options.</summary>
    public TemporalRuntimeOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="telemetry">Options for metrics.</param>
    public TemporalRuntimeOptions(TelemetryOptions telemetry) => Telemetry = telemetry;

    /// <summary>Options for metrics.</summary>
    /// <value>The defaults.</value>
    public TelemetryOptions Telemetry { get; set; } = new();

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (TemporalRuntimeOptions)MemberwiseClone();
        copy.Telemetry = (TelemetryOptions)Telemetry.Clone();
        return copy;
    }
}
