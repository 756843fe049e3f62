namespace Temporalio.Runtime;

/// <summary>Options for a runtime.</summary>
public class TemporalRuntimeOptions : ICloneable
{
    /// <summary>Creates the options.</summary>
    public TemporalRuntimeOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="telemetry">Options for metrics and log lines.</param>
    public TemporalRuntimeOptions(TelemetryOptions telemetry) => Telemetry = telemetry;

    /// <summary>Options for metrics and log lines.</summary>
    /// <value>The defaults.</value>
    public TelemetryOptions Telemetry { get; set; } = new();

    /// <summary>Kept for programs that set it: nothing about the machine is sent anyway.</summary>
    /// <value>False.</value>
    public bool DisableEnvironmentInfo { get; set; }

    /// <summary>Kept for programs that set it: workers send no reports about themselves.</summary>
    /// <value>One minute.</value>
    public TimeSpan? WorkerHeartbeatInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (TemporalRuntimeOptions)MemberwiseClone();
        copy.Telemetry = (TelemetryOptions)Telemetry.Clone();
        return copy;
    }
}
