using Microsoft.Extensions.DependencyInjection;
using Temporalio.Worker;

namespace Temporalio.Extensions.Hosting;

/// <summary>Sets up a hosted worker.</summary>
public class TemporalWorkerServiceOptionsBuilder : ITemporalWorkerServiceOptionsBuilder
{
    /// <summary>Creates the builder.</summary>
    /// <param name="taskQueue">Task queue of the worker.</param>
    /// <param name="services">Services of the host.</param>
    public TemporalWorkerServiceOptionsBuilder(string taskQueue, IServiceCollection services)
    {
        TaskQueue = taskQueue;
        Services = services;
    }

    /// <summary>Creates the builder.</summary>
    /// <param name="taskQueue">Task queue of the worker.</param>
    /// <param name="buildId">Build id of the worker.</param>
    /// <param name="services">Services of the host.</param>
    public TemporalWorkerServiceOptionsBuilder(string taskQueue, string? buildId, IServiceCollection services)
        : this(taskQueue, services) => BuildId = buildId;

    /// <summary>Creates the builder.</summary>
    /// <param name="taskQueue">Task queue of the worker.</param>
    /// <param name="deploymentOptions">Deployment of the worker.</param>
    /// <param name="services">Services of the host.</param>
    public TemporalWorkerServiceOptionsBuilder(
        string taskQueue, WorkerDeploymentOptions? deploymentOptions, IServiceCollection services)
        : this(taskQueue, services) => DeploymentOptions = deploymentOptions;

    /// <inheritdoc />
    public string TaskQueue { get; private init; }

    /// <inheritdoc />
    [Obsolete("Use DeploymentOptions instead")]
    public string? BuildId { get; private init; }

    /// <inheritdoc />
    public WorkerDeploymentOptions? DeploymentOptions { get; private init; }

    /// <inheritdoc />
    public IServiceCollection Services { get; private init; }
}
