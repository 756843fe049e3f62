namespace Temporalio.Testing;

/// <summary>
/// Options for the server of <see cref="WorkflowEnvironment.StartTimeSkippingAsync"/>. It is part of this process, so
/// there is nothing to download.
/// </summary>
public class TestServerOptions : ICloneable
{
    /// <summary>Without effect: there is nothing to download.</summary>
    /// <value>Null.</value>
    public TimeSpan? DownloadTtl { get; set; }

    /// <summary>Without effect: there is nothing to download.</summary>
    /// <value><c>default</c>.</value>
    public string DownloadVersion { get; set; } = "default";

    /// <summary>Program to start instead. Not supported: start it and connect a client to it.</summary>
    /// <value>Null; anything else is refused.</value>
    public string? ExistingPath { get; set; }

    /// <summary>Arguments of the program. Not supported.</summary>
    /// <value>Null; anything else is refused.</value>
    public IReadOnlyCollection<string>? ExtraArgs { get; set; }

    /// <summary>How long its start may take; kept for programs that set it, as the start within the process waits for nothing.</summary>
    /// <value>Null.</value>
    public TimeSpan? StartupTimeout { get; set; }

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
