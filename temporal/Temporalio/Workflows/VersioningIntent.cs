namespace Temporalio.Workflows;

/// <summary>Whether a command prefers a worker with a build id compatible with the sender's.</summary>
[Obsolete("Worker Build Id versioning is deprecated in favor of Worker Deployment versioning")]
public enum VersioningIntent
{
    /// <summary>Compatible when the task queue is the workflow's own, default otherwise.</summary>
    Unspecified = 0,

    /// <summary>A worker compatible with this one.</summary>
    Compatible = 1,

    /// <summary>The current default of the target task queue.</summary>
    CurrentDefault = 2,
}
