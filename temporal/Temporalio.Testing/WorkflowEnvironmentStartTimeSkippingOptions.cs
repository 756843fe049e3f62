using Temporalio.Client;

namespace Temporalio.Testing;

/// <summary>Options for <see cref="WorkflowEnvironment.StartTimeSkippingAsync"/>.</summary>
public class WorkflowEnvironmentStartTimeSkippingOptions : TemporalClientConnectOptions
{
    /// <summary>Options for the server.</summary>
    /// <value>The defaults.</value>
    public TestServerOptions TestServer { get; set; } = new();

    /// <summary>Without effect: there is nothing to download.</summary>
    /// <value>Null.</value>
    public string? DownloadDirectory { get; set; }

    /// <inheritdoc />
    public override object Clone()
    {
        var copy = (WorkflowEnvironmentStartTimeSkippingOptions)base.Clone();
        copy.TestServer = (TestServerOptions)TestServer.Clone();
        return copy;
    }
}
