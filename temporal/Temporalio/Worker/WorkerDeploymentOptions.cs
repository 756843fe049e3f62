using Temporalio.Common;

namespace Temporalio.Worker;

/// <summary>Which worker deployment version a worker belongs to.</summary>
public class WorkerDeploymentOptions : ICloneable
{
    /// <summary>Creates empty options.</summary>
    public WorkerDeploymentOptions()
    {
    }

    /// <summary>Creates options.</summary>
    /// <param name="version">Version of the worker.</param>
    /// <param name="useWorkerVersioning">Whether the server routes by version.</param>
    public WorkerDeploymentOptions(WorkerDeploymentVersion version, bool useWorkerVersioning)
    {
        Version = version;
        UseWorkerVersioning = useWorkerVersioning;
    }

    /// <summary>Gets or sets the version of the worker.</summary>
    public WorkerDeploymentVersion? Version { get; set; }

    /// <summary>Gets or sets a value indicating whether the server routes by version.</summary>
    public bool UseWorkerVersioning { get; set; }

    /// <summary>Gets or sets the versioning behaviour of workflows that declare none.</summary>
    public VersioningBehavior DefaultVersioningBehavior { get; set; }

    /// <summary>Creates a copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
