using Microsoft.Extensions.DependencyInjection;
using Temporalio.Worker;

namespace Temporalio.Extensions.Hosting;

/// <summary>Sets up a hosted worker.</summary>
public interface ITemporalWorkerServiceOptionsBuilder
{
    /// <summary>Task queue of the worker.</summary>
    string TaskQueue { get; }

    /// <summary>Build id of the worker; null when it has none or a deployment version.</summary>
    [Obsolete("Use DeploymentOptions instead")]
    string? BuildId { get; }

    /// <summary>Deployment of the worker; null when it has none.</summary>
    WorkerDeploymentOptions? DeploymentOptions { get; }

    /// <summary>Services of the host.</summary>
    IServiceCollection Services { get; }
}
