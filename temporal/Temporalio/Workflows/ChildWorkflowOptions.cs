using Temporalio.Api.Enums.V1;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>How a workflow starts a child workflow.</summary>
public class ChildWorkflowOptions : ICloneable
{
    /// <summary>Gets or sets the workflow id; null means a deterministic unique id.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the task queue; null means the parent's.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>Gets or sets a one-line summary for the UI, fixed for the life of the child.</summary>
    public string? StaticSummary { get; set; }

    /// <summary>Gets or sets details for the UI, fixed for the life of the child.</summary>
    public string? StaticDetails { get; set; }

    /// <summary>Gets or sets what cancelling does.</summary>
    /// <value><see cref="ChildWorkflowCancellationType.WaitCancellationCompleted" />.</value>
    public ChildWorkflowCancellationType CancellationType { get; set; } =
        ChildWorkflowCancellationType.WaitCancellationCompleted;

    /// <summary>Gets or sets the token that cancels the child; null means the workflow's own token.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>Gets or sets what happens to the child when the parent closes.</summary>
    /// <value><see cref="ParentClosePolicy.Terminate" />.</value>
    public ParentClosePolicy ParentClosePolicy { get; set; } = ParentClosePolicy.Terminate;

    /// <summary>Gets or sets the longest time of the whole chain of runs; null means no limit.</summary>
    public TimeSpan? ExecutionTimeout { get; set; }

    /// <summary>Gets or sets the longest time of one run; null means the execution timeout.</summary>
    public TimeSpan? RunTimeout { get; set; }

    /// <summary>Gets or sets the longest time of one workflow task; null means the server's default.</summary>
    public TimeSpan? TaskTimeout { get; set; }

    /// <summary>Gets or sets when the id of a closed workflow may be used again.</summary>
    /// <value>Allow duplicates.</value>
    public WorkflowIdReusePolicy IdReusePolicy { get; set; } = WorkflowIdReusePolicy.AllowDuplicate;

    /// <summary>Gets or sets how failed runs are retried; null means not at all.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>Gets or sets the cron schedule; null means none.</summary>
    public string? CronSchedule { get; set; }

    /// <summary>Gets or sets the memo of the child.</summary>
    public IReadOnlyDictionary<string, object>? Memo { get; set; }

    /// <summary>Gets or sets the search attributes of the child.</summary>
    public SearchAttributeCollection? TypedSearchAttributes { get; set; }

    /// <summary>Gets or sets the override of the child's versioning; null means none.</summary>
    public VersioningOverride? VersioningOverride { get; set; }

    /// <summary>Gets or sets the version preference of the worker that takes the child.</summary>
    [Obsolete("Worker Build Id versioning is deprecated in favor of Worker Deployment versioning")]
    public VersioningIntent VersioningIntent { get; set; } = VersioningIntent.Unspecified;

    /// <summary>Gets or sets the priority of the child's tasks; null means the parent's.</summary>
    public Priority? Priority { get; set; }

    /// <summary>Creates a copy; the retry policy is copied too.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (ChildWorkflowOptions)MemberwiseClone();
        copy.RetryPolicy = RetryPolicy is { } policy ? policy with { } : null;
        return copy;
    }
}
