namespace Temporalio.Workflows;

/// <summary>Options of a workflow's Nexus client. <see cref="Endpoint" /> is required.</summary>
public class NexusWorkflowClientOptions : ICloneable
{
    /// <summary>Creates options whose endpoint must still be set.</summary>
    public NexusWorkflowClientOptions()
    {
    }

    /// <summary>Creates options.</summary>
    /// <param name="endpoint">Endpoint.</param>
    public NexusWorkflowClientOptions(string endpoint) => Endpoint = endpoint;

    /// <summary>Gets or sets the endpoint.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Creates a copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
