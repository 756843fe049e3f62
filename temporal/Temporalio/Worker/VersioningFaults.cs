using Temporalio.Common;
using Temporalio.Workflows;

namespace Temporalio.Worker;

/// <summary>What may be wrong with the way in which a worker's options name its version, in the official words.</summary>
internal static class VersioningFaults
{
    /// <summary>The faults; none for good options.</summary>
    public static IEnumerable<string> Of(TemporalWorkerOptions options)
    {
#pragma warning disable CS0618 // The older way of versioning is still offered.
        if (options.UseWorkerVersioning && options.DeploymentOptions != null)
        {
            yield return "DeploymentOptions and UseWorkerVersioning cannot be used together in worker options";
        }
        else if (options.UseWorkerVersioning && string.IsNullOrEmpty(options.BuildId))
        {
            yield return "BuildId must be explicitly set when UseWorkerVersioning is true";
        }
#pragma warning restore CS0618
        if (options.DeploymentOptions is not { } deployment)
        {
            yield break;
        }
        var hasDefault = deployment.DefaultVersioningBehavior != VersioningBehavior.Unspecified;
        if (hasDefault && !deployment.UseWorkerVersioning)
        {
            yield return "DefaultVersioningBehavior must be Unspecified when UseWorkerVersioning is false";
        }
        if (!deployment.UseWorkerVersioning || hasDefault)
        {
            yield break;
        }
        foreach (var workflow in options.Workflows.Where(HasNoBehavior))
        {
            yield return $"Workflow named {workflow.Name} must specify a versioning behavior, since the worker has no default.";
        }
    }

    private static bool HasNoBehavior(WorkflowDefinition workflow) =>
        (workflow.VersioningBehavior ?? VersioningBehavior.Unspecified) == VersioningBehavior.Unspecified;
}
