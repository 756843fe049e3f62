namespace Temporalio.Workflows;

/// <summary>A condition that a workflow waits for.</summary>
public class WaitConditionOptions : ICloneable
{
    /// <summary>Creates options whose condition must still be set.</summary>
    public WaitConditionOptions()
    {
    }

    /// <summary>Creates options.</summary>
    /// <param name="conditionCheck">Condition; it must be fast and change nothing.</param>
    /// <param name="timeout">Longest wait; null means for ever.</param>
    /// <param name="timeoutSummary">One-line summary of the timeout's timer for the UI.</param>
    /// <param name="cancellationToken">Token that cancels the wait; null means the workflow's own.</param>
    public WaitConditionOptions(
        Func<bool> conditionCheck,
        TimeSpan? timeout = null,
        string? timeoutSummary = null,
        CancellationToken? cancellationToken = null)
    {
        ConditionCheck = conditionCheck;
        Timeout = timeout;
        TimeoutSummary = timeoutSummary;
        CancellationToken = cancellationToken;
    }

    /// <summary>Gets or sets the condition; it must be fast and change nothing.</summary>
    /// <value>One that fails, because it must be set.</value>
    public Func<bool> ConditionCheck { get; set; } =
        () => throw new ArgumentException("ConditionCheck is required");

    /// <summary>Gets or sets the longest wait; null means for ever.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets a one-line summary of the timeout's timer for the UI.</summary>
    public string? TimeoutSummary { get; set; }

    /// <summary>Gets or sets the token that cancels the wait; null means the workflow's own.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>Creates a copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
