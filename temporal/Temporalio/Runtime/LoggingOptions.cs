namespace Temporalio.Runtime;

/// <summary>
/// Options for log lines about connections and pollers. Without forwarding they go to the logger of client or worker.
/// </summary>
public class LoggingOptions : ICloneable
{
    /// <summary>Creates the options.</summary>
    public LoggingOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="filter">What is logged.</param>
    public LoggingOptions(TelemetryFilterOptions filter) => Filter = filter;

    /// <summary>What is forwarded; lines that are not forwarded are filtered by their own logger.</summary>
    /// <value>Warnings and errors.</value>
    public TelemetryFilterOptions Filter { get; set; } = new();

    /// <summary>Where the lines go.</summary>
    /// <value>Null: to the logger of client or worker.</value>
    public LogForwardingOptions? Forwarding { get; set; }

    /// <summary>Makes a copy; options inside are copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (LoggingOptions)MemberwiseClone();
        copy.Filter = (TelemetryFilterOptions)Filter.Clone();
        copy.Forwarding = (LogForwardingOptions?)Forwarding?.Clone();
        return copy;
    }
}
