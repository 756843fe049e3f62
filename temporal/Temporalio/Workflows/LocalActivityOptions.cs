using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>
/// How a workflow runs a local activity. <see cref="StartToCloseTimeout" /> or <see cref="ScheduleToCloseTimeout" /> is
/// required.
/// </summary>
public class LocalActivityOptions : ICloneable
{
    /// <summary>Gets or sets the longest time from scheduling to the final outcome, retries included.</summary>
    public TimeSpan? ScheduleToCloseTimeout { get; set; }

    /// <summary>Gets or sets the longest time an attempt may wait for a free slot of this worker.</summary>
    public TimeSpan? ScheduleToStartTimeout { get; set; }

    /// <summary>Gets or sets the longest time of one attempt.</summary>
    public TimeSpan? StartToCloseTimeout { get; set; }

    /// <summary>Gets or sets how failed attempts are retried; null means the default policy.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>Gets or sets the longest back-off waited inside a workflow task; longer ones become a timer.</summary>
    /// <value>Null means one minute.</value>
    public TimeSpan? LocalRetryThreshold { get; set; }

    /// <summary>Gets or sets what cancelling does.</summary>
    /// <value><see cref="ActivityCancellationType.TryCancel" />.</value>
    public ActivityCancellationType CancellationType { get; set; } = ActivityCancellationType.TryCancel;

    /// <summary>Gets or sets the token that cancels the activity; null means the workflow's own token.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>Gets or sets the activity id; null means a number unique in the run, which is best.</summary>
    public string? ActivityId { get; set; }

    /// <summary>Gets or sets a one-line summary for the UI.</summary>
    public string? Summary { get; set; }

    /// <summary>Creates a copy; the retry policy is copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (LocalActivityOptions)MemberwiseClone();
        copy.RetryPolicy = RetryPolicy is { } policy ? policy with { } : null;
        return copy;
    }
}
