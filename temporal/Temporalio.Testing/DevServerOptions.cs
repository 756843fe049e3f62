namespace Temporalio.Testing;

/// <summary>
/// Options for the server of <see cref="WorkflowEnvironment.StartLocalAsync"/>. It is part of this process, so there is
/// nothing to download, and log lines go to the logger factory of the client's options.
/// </summary>
public class DevServerOptions : ICloneable
{
    /// <summary>File to keep state in. Not supported: state is kept in memory.</summary>
    /// <value>Null; anything else is refused.</value>
    public string? DatabaseFilename { get; set; }

    /// <summary>Without effect: there is nothing to download.</summary>
    /// <value>Null.</value>
    public TimeSpan? DownloadTtl { get; set; }

    /// <summary>Without effect: there is nothing to download.</summary>
    /// <value><c>default</c>.</value>
    public string DownloadVersion { get; set; } = "default";

    /// <summary>Program to start instead. Not supported: start it and connect a client to it.</summary>
    /// <value>Null; anything else is refused.</value>
    public string? ExistingPath { get; set; }

    /// <summary>
    /// Arguments of the program: namespaces and search attributes are made, dynamic configuration and logging have no
    /// effect, others are refused.
    /// </summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<string>? ExtraArgs { get; set; }

    /// <summary>How long its start may take; kept for programs that set it, as the start within the process waits for nothing.</summary>
    /// <value>Null.</value>
    public TimeSpan? StartupTimeout { get; set; }

    /// <summary>Without effect: log lines go to the logger factory.</summary>
    /// <value><c>pretty</c>.</value>
    public string LogFormat { get; set; } = "pretty";

    /// <summary>Without effect: log lines go to the logger factory.</summary>
    /// <value><c>warn</c>.</value>
    public string LogLevel { get; set; } = "warn";

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
