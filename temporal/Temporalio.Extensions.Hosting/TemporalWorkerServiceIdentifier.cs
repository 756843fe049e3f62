namespace Temporalio.Extensions.Hosting;

/// <summary>Tells hosted workers of a process apart.</summary>
/// <param name="TaskQueue">Task queue.</param>
/// <param name="Version">Build id or deployment version; null for none.</param>
/// <param name="VersionIsBuildId">Whether the version is a build id.</param>
public record TemporalWorkerServiceIdentifier(string TaskQueue, string? Version, bool VersionIsBuildId)
{
    /// <summary>Name of the worker's options.</summary>
    internal string OptionsName => Version == null
        ? TaskQueue
        : $"{TaskQueue}|{(VersionIsBuildId ? "build" : "deployment")}|{Version}";

    internal static TemporalWorkerServiceIdentifier Of(ITemporalWorkerServiceOptionsBuilder builder) =>
        builder.DeploymentOptions?.Version is { } version
            ? new(builder.TaskQueue, version.ToCanonicalString(), VersionIsBuildId: false)
            : new(builder.TaskQueue, builder.BuildId, VersionIsBuildId: true);
}
