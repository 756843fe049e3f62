using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>How a run continues as a new one. What is null is taken over from the current run.</summary>
public class ContinueAsNewOptions : ICloneable
{
    /// <summary>Gets or sets the task queue of the new run.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>Gets or sets the longest time of the new run.</summary>
    public TimeSpan? RunTimeout { get; set; }

    /// <summary>Gets or sets the longest time of one workflow task of the new run.</summary>
    public TimeSpan? TaskTimeout { get; set; }

    /// <summary>Gets or sets how long the first task of the new run is held back; null means not at all.</summary>
    public TimeSpan? BackoffStartInterval { get; set; }

    /// <summary>Gets or sets how the new run is retried.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>Gets or sets the memo of the new run.</summary>
    public IReadOnlyDictionary<string, object>? Memo { get; set; }

    /// <summary>Gets or sets the search attributes of the new run.</summary>
    public SearchAttributeCollection? TypedSearchAttributes { get; set; }

    /// <summary>Gets or sets the version preference of the new run.</summary>
    [Obsolete("Worker Build Id versioning is deprecated in favor of Worker Deployment versioning")]
    public VersioningIntent VersioningIntent { get; set; } = VersioningIntent.Unspecified;

    /// <summary>Gets or sets the deployment version behaviour of the new run's first task.</summary>
    public InitialVersioningBehavior? InitialVersioningBehavior { get; set; }

    /// <summary>Creates a copy; the retry policy is copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (ContinueAsNewOptions)MemberwiseClone();
        copy.RetryPolicy = RetryPolicy is { } policy ? policy with { } : null;
        return copy;
    }
}
