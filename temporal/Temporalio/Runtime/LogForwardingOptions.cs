using Microsoft.Extensions.Logging;

namespace Temporalio.Runtime;

/// <summary>Where log lines about connections and pollers go instead of to the logger of client or worker.</summary>
public class LogForwardingOptions : ICloneable
{
    /// <summary>Creates the options.</summary>
    public LogForwardingOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="logger">Logger that gets the lines.</param>
    public LogForwardingOptions(ILogger logger) => Logger = logger;

    /// <summary>Logger that gets the lines. Required.</summary>
    /// <value>Null: refused when the runtime is created.</value>
    public ILogger? Logger { get; set; }

    /// <summary>Whether the values named in a line are handed on beside its text.</summary>
    /// <value>True.</value>
    public bool IncludeFields { get; set; } = true;

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
