using Temporal.DevServer.History;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>What a worker that polls or answers must say about its version, with the texts of a real server.</summary>
internal static class WorkerVersionRules
{
    /// <summary>Refuses a worker that says half of it.</summary>
    /// <param name="buildId">Build of the older way of versioning.</param>
    /// <param name="useVersioning">Whether the worker wants the older way.</param>
    /// <param name="options">Version of a deployment.</param>
    /// <param name="queue">The polled or private queue.</param>
    public static void Check(string? buildId, bool? useVersioning, WorkerDeploymentOptions? options, TaskQueue? queue)
    {
        var build = buildId ?? "";
        if (queue is { Kind: TaskQueueKind.Sticky, NormalName.Length: 0 } && (useVersioning == true || options is not null))
        {
            Requests.Refuse("NormalName must be set on sticky queue when UseVersioning is true or DeploymentOptions are set.");
        }

        if (useVersioning == true && build.Length == 0)
        {
            Requests.Refuse("WorkerVersionStamp must be present if UseVersioning is true.");
        }

        if (build.Length > Limits.BuildIdLengthMax)
        {
            Requests.Refuse("Build ID exceeds configured limit.workerBuildIdSize, use a shorter build ID.");
        }

        if (options is { WorkerVersioningMode: WorkerVersioningMode.Versioned }
            && (options.DeploymentName.Length == 0 || options.BuildId.Length == 0))
        {
            Requests.Refuse("Both deployment name and build id must be set when versioning is enabled.");
        }
    }
}
