using Microsoft.Extensions.Logging;
using NexusRpc.Handlers;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Runtime;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Nexus;

/// <summary>What the Nexus part of a worker needs to know.</summary>
internal sealed record NexusWorkerSettings
{
    public required string Namespace { get; init; }

    public required string TaskQueue { get; init; }

    public required string Identity { get; init; }

    /// <summary>Unique key of the worker.</summary>
    public required string InstanceKey { get; init; }

    public required IReadOnlyCollection<ServiceHandlerInstance> Services { get; init; }

    public required DataConverter DataConverter { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>For lines about polling and stopping.</summary>
    public required ILogger PollerLogger { get; init; }

    public required SdkMetrics Metrics { get; init; }

    public required TaskFactory TaskFactory { get; init; }

    /// <summary>Interceptors, the first outermost.</summary>
    public required IReadOnlyCollection<IWorkerInterceptor> Interceptors { get; init; }

    public required Func<ITemporalClient?> Client { get; init; }

    public Api.Deployment.V1.WorkerDeploymentOptions? Deployment { get; init; }

    /// <summary>Polls at the same time, at least 1.</summary>
    public required int Pollers { get; init; }

    /// <summary>Time that calls get at shutdown before they are cancelled.</summary>
    public TimeSpan GracefulShutdownTimeout { get; init; }
}
