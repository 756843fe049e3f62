namespace Temporalio.Workflows;

/// <summary>A workflow timer.</summary>
public class DelayOptions : ICloneable
{
    /// <summary>Creates empty options: a timer of the shortest length.</summary>
    public DelayOptions()
    {
    }

    /// <summary>Creates options from milliseconds.</summary>
    /// <param name="millisecondsDelay">Length in milliseconds; -1 means for ever.</param>
    /// <param name="summary">One-line summary for the UI.</param>
    /// <param name="cancellationToken">Token that cancels the timer; null means the workflow's own.</param>
    public DelayOptions(int millisecondsDelay, string? summary = null, CancellationToken? cancellationToken = null)
        : this(TimeSpan.FromMilliseconds(millisecondsDelay), summary, cancellationToken)
    {
    }

    /// <summary>Creates options.</summary>
    /// <param name="delay">Length; <see cref="Timeout.InfiniteTimeSpan" /> means for ever.</param>
    /// <param name="summary">One-line summary for the UI.</param>
    /// <param name="cancellationToken">Token that cancels the timer; null means the workflow's own.</param>
    public DelayOptions(TimeSpan delay, string? summary = null, CancellationToken? cancellationToken = null)
    {
        Delay = delay;
        Summary = summary;
        CancellationToken = cancellationToken;
    }

    /// <summary>Gets or sets the length; <see cref="Timeout.InfiniteTimeSpan" /> means for ever.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Gets or sets a one-line summary for the UI.</summary>
    public string? Summary { get; set; }

    /// <summary>Gets or sets the token that cancels the timer; null means the workflow's own.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>Creates a copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
