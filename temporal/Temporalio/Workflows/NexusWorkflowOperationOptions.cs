namespace Temporalio.Workflows;

/// <summary>How a workflow calls a Nexus operation.</summary>
public class NexusWorkflowOperationOptions : ICloneable
{
    /// <summary>Gets or sets the longest time from call to end; null means the run's.</summary>
    public TimeSpan? ScheduleToCloseTimeout { get; set; }

    /// <summary>Gets or sets the longest time until the operation has started; null means no limit.</summary>
    public TimeSpan? ScheduleToStartTimeout { get; set; }

    /// <summary>Gets or sets the longest time from start to end; null means no limit.</summary>
    public TimeSpan? StartToCloseTimeout { get; set; }

    /// <summary>Gets or sets a one-line summary for the UI.</summary>
    public string? Summary { get; set; }

    /// <summary>Gets or sets what cancelling does.</summary>
    /// <value><see cref="NexusOperationCancellationType.WaitCancellationCompleted" />.</value>
    public NexusOperationCancellationType CancellationType { get; set; }

    /// <summary>Gets or sets the token that cancels the operation; null means the workflow's own token.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>Creates a copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
