using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>
/// How a workflow runs an activity. <see cref="StartToCloseTimeout" /> or <see cref="ScheduleToCloseTimeout" /> is
/// required.
/// </summary>
public class ActivityOptions : ICloneable
{
    /// <summary>Gets or sets the longest time from scheduling to the final outcome, retries included.</summary>
    public TimeSpan? ScheduleToCloseTimeout { get; set; }

    /// <summary>Gets or sets the longest time an attempt may wait for a worker.</summary>
    public TimeSpan? ScheduleToStartTimeout { get; set; }

    /// <summary>Gets or sets the longest time of one attempt.</summary>
    public TimeSpan? StartToCloseTimeout { get; set; }

    /// <summary>Gets or sets the longest time between two heartbeats of an attempt.</summary>
    public TimeSpan? HeartbeatTimeout { get; set; }

    /// <summary>Gets or sets how failed attempts are retried; null means the server's default policy.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>Gets or sets what cancelling does.</summary>
    /// <value><see cref="ActivityCancellationType.TryCancel" />.</value>
    public ActivityCancellationType CancellationType { get; set; } = ActivityCancellationType.TryCancel;

    /// <summary>Gets or sets the token that cancels the activity; null means the workflow's own token.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>Gets or sets the activity id; null means a number unique in the run, which is best.</summary>
    public string? ActivityId { get; set; }

    /// <summary>Gets or sets the task queue; null means the workflow's own.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>Gets or sets a one-line summary for the UI.</summary>
    public string? Summary { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the activity may not be handed to this worker directly.
    /// </summary>
    public bool DisableEagerActivityExecution { get; set; }

    /// <summary>Gets or sets the version preference of the worker that takes the activity.</summary>
    [Obsolete("Worker Build Id versioning is deprecated in favor of Worker Deployment versioning")]
    public VersioningIntent VersioningIntent { get; set; } = VersioningIntent.Unspecified;

    /// <summary>Gets or sets the priority of the activity task; null means the workflow's.</summary>
    public Priority? Priority { get; set; }

    /// <summary>Creates a copy; the retry policy is copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (ActivityOptions)MemberwiseClone();
        copy.RetryPolicy = RetryPolicy is { } policy ? policy with { } : null;
        return copy;
    }
}
