namespace Temporalio.Common;

/// <summary>A version of a worker deployment.</summary>
/// <param name="DeploymentName">Name of the deployment.</param>
/// <param name="BuildId">Build id of the version.</param>
public sealed record WorkerDeploymentVersion(string DeploymentName, string BuildId)
{
    /// <summary>Reads the form <c>name.build</c>.</summary>
    /// <param name="canonical">Text.</param>
    /// <returns>The version.</returns>
    /// <exception cref="ArgumentException">The text has no dot.</exception>
    public static WorkerDeploymentVersion FromCanonicalString(string canonical)
    {
        var dot = canonical.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? throw new ArgumentException(
                $"Cannot parse version string: {canonical}, must be in format <deployment_name>.<build_id>",
                nameof(canonical))
            : new(canonical[..dot], canonical[(dot + 1)..]);
    }

    /// <summary>Writes the form <c>name.build</c>.</summary>
    /// <returns>Text.</returns>
    public string ToCanonicalString() => $"{DeploymentName}.{BuildId}";
}
