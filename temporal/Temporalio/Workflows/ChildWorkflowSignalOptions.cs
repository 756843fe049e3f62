namespace Temporalio.Workflows;

/// <summary>How a workflow signals a child workflow.</summary>
public class ChildWorkflowSignalOptions : ICloneable
{
    /// <summary>
    /// Gets or sets the token that withdraws a signal not yet sent; null means the workflow's own token.
    /// </summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>Creates a copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
