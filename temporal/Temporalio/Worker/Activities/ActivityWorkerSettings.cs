using Microsoft.Extensions.Logging;
using Temporalio.Converters;
using Temporalio.Runtime;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Worker.Activities;

/// <summary>What the activity half of a worker needs to know.</summary>
internal sealed record ActivityWorkerSettings
{
    public required string Namespace { get; init; }

    public required string TaskQueue { get; init; }

    public required string Identity { get; init; }

    public required string BuildId { get; init; }

    /// <summary>Unique key of the worker.</summary>
    public required string InstanceKey { get; init; }

    public required ActivityRegistry Registry { get; init; }

    public required DataConverter DataConverter { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>For lines about polling and stopping.</summary>
    public required ILogger PollerLogger { get; init; }

    public required SdkMetrics Metrics { get; init; }

    public required TaskFactory TaskFactory { get; init; }

    /// <summary>Interceptors, the first outermost.</summary>
    public IReadOnlyCollection<IWorkerInterceptor> Interceptors { get; init; } = [];

    public Api.Deployment.V1.WorkerDeploymentOptions? Deployment { get; init; }

    public bool UseLegacyVersioning { get; init; }

    /// <summary>Polls at the same time, at least 1.</summary>
    public int Pollers { get; init; } = 5;

    /// <summary>Time that activities get at shutdown before they are cancelled.</summary>
    public TimeSpan GracefulShutdownTimeout { get; init; }

    public TimeSpan MaxHeartbeatThrottle { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan DefaultHeartbeatThrottle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most activities started per second by this worker.</summary>
    public double? MaxPerSecond { get; init; }

    /// <summary>Most activities started per second by all workers of the task queue; the server sees to it.</summary>
    public double? MaxTaskQueuePerSecond { get; init; }

    /// <summary>Enters the worker among those that take activities without a poll; null if it takes none.</summary>
    public Func<IEagerActivities, IDisposable>? OfferEager { get; init; }
}
