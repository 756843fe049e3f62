using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Temporalio.Client;
using Temporalio.Extensions.Hosting;
using Temporalio.Worker;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients and hosted workers to services.</summary>
public static class TemporalHostingServiceCollectionExtensions
{
    /// <summary>Adds a hosted worker with a client of its own.</summary>
    /// <param name="services">Services.</param>
    /// <param name="clientTargetHost">Host and port of the server.</param>
    /// <param name="clientNamespace">Namespace.</param>
    /// <param name="taskQueue">Task queue.</param>
    /// <param name="buildId">Build id, which turns versioning by build ids on.</param>
    /// <returns>Builder of the worker.</returns>
    [Obsolete("Use the AddHostedTemporalWorker overload with WorkerDeploymentOptions instead")]
    public static ITemporalWorkerServiceOptionsBuilder AddHostedTemporalWorker(
        this IServiceCollection services,
        string clientTargetHost,
        string clientNamespace,
        string taskQueue,
        string buildId) =>
        services.AddHostedTemporalWorker(taskQueue, buildId).ConfigureOptions(options =>
            options.ClientOptions = new(clientTargetHost) { Namespace = clientNamespace });

    /// <summary>Adds a hosted worker that uses the client among the services.</summary>
    /// <param name="services">Services.</param>
    /// <param name="taskQueue">Task queue.</param>
    /// <param name="buildId">Build id, which turns versioning by build ids on.</param>
    /// <returns>Builder of the worker.</returns>
    [Obsolete("Use the AddHostedTemporalWorker overload with WorkerDeploymentOptions instead")]
    public static ITemporalWorkerServiceOptionsBuilder AddHostedTemporalWorker(
        this IServiceCollection services, string taskQueue, string buildId) =>
        services.Add(new TemporalWorkerServiceOptionsBuilder(taskQueue, buildId, services), options =>
        {
            options.BuildId = buildId;
            options.UseWorkerVersioning = true;
        });

    /// <summary>Adds a hosted worker with a client of its own.</summary>
    /// <param name="services">Services.</param>
    /// <param name="clientTargetHost">Host and port of the server.</param>
    /// <param name="clientNamespace">Namespace.</param>
    /// <param name="taskQueue">Task queue.</param>
    /// <param name="deploymentOptions">Deployment of the worker, if any.</param>
    /// <returns>Builder of the worker.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddHostedTemporalWorker(
        this IServiceCollection services,
        string clientTargetHost,
        string clientNamespace,
        string taskQueue,
        WorkerDeploymentOptions? deploymentOptions = null) =>
        services.AddHostedTemporalWorker(taskQueue, deploymentOptions).ConfigureOptions(options =>
            options.ClientOptions = new(clientTargetHost) { Namespace = clientNamespace });

    /// <summary>Adds a hosted worker that uses the client among the services.</summary>
    /// <param name="services">Services.</param>
    /// <param name="taskQueue">Task queue.</param>
    /// <param name="deploymentOptions">Deployment of the worker, if any.</param>
    /// <returns>Builder of the worker.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddHostedTemporalWorker(
        this IServiceCollection services, string taskQueue, WorkerDeploymentOptions? deploymentOptions = null) =>
        services.Add(
            new TemporalWorkerServiceOptionsBuilder(taskQueue, deploymentOptions, services),
            options => options.DeploymentOptions = deploymentOptions);

    /// <summary>Adds a client, which connects with its first call.</summary>
    /// <param name="services">Services.</param>
    /// <param name="clientTargetHost">Host and port of the server; null when set by options.</param>
    /// <param name="clientNamespace">Namespace; null for the default or when set by options.</param>
    /// <returns>Builder of the client's options.</returns>
    public static OptionsBuilder<TemporalClientConnectOptions> AddTemporalClient(
        this IServiceCollection services, string? clientTargetHost = null, string? clientNamespace = null)
    {
        services.TryAddSingleton<ITemporalClient>(provider => TemporalClient.CreateLazy(
            provider.GetRequiredService<IOptions<TemporalClientConnectOptions>>().Value));
        return services.AddOptions<TemporalClientConnectOptions>()
            .Configure<IServiceProvider>((options, provider) =>
            {
                options.TargetHost = clientTargetHost ?? options.TargetHost;
                options.Namespace = clientNamespace ?? options.Namespace;
                if (ReferenceEquals(options.LoggerFactory, NullLoggerFactory.Instance))
                {
                    options.LoggerFactory = provider.GetService<ILoggerFactory>() ?? options.LoggerFactory;
                }
            });
    }

    /// <summary>Adds a client, which connects with its first call.</summary>
    /// <param name="services">Services.</param>
    /// <param name="configureClient">Sets the options.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddTemporalClient(
        this IServiceCollection services, Action<TemporalClientConnectOptions> configureClient)
    {
        services.AddTemporalClient().Configure(configureClient);
        return services;
    }

    private static ITemporalWorkerServiceOptionsBuilder Add(
        this IServiceCollection services,
        TemporalWorkerServiceOptionsBuilder builder,
        Action<TemporalWorkerServiceOptions> configure)
    {
        var identifier = TemporalWorkerServiceIdentifier.Of(builder);
        builder.ConfigureOptions(
            options =>
            {
                options.TaskQueue = builder.TaskQueue;
                configure(options);
            },
            disallowDuplicates: true);
        services.AddSingleton<IHostedService>(provider => new TemporalWorkerService(
            identifier,
            provider.GetRequiredService<IOptionsMonitor<TemporalWorkerServiceOptions>>(),
            provider.GetService<ITemporalClient>(),
            provider.GetService<ILoggerFactory>()));
        return builder;
    }
}
