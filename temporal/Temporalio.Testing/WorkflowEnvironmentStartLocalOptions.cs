using Temporalio.Client;
using Temporalio.Common;

namespace Temporalio.Testing;

/// <summary>Options for <see cref="WorkflowEnvironment.StartLocalAsync"/>.</summary>
public class WorkflowEnvironmentStartLocalOptions : TemporalClientConnectOptions
{
    /// <summary>Options for the server.</summary>
    /// <value>The defaults.</value>
    public DevServerOptions DevServerOptions { get; set; } = new();

    /// <summary>Without effect: there is nothing to download.</summary>
    /// <value>Null.</value>
    public string? DownloadDirectory { get; set; }

    /// <summary>Search attributes to register in the namespace.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<SearchAttributeKey>? SearchAttributes { get; set; }

    /// <summary>Whether the server also has its HTTP port.</summary>
    /// <value>False.</value>
    public bool UI { get; set; }

    /// <summary>HTTP port; 0 for a free one.</summary>
    /// <value>0.</value>
    public int UIPort { get; set; }

    /// <inheritdoc />
    public override object Clone()
    {
        var copy = (WorkflowEnvironmentStartLocalOptions)base.Clone();
        copy.DevServerOptions = (DevServerOptions)DevServerOptions.Clone();
        return copy;
    }
}
