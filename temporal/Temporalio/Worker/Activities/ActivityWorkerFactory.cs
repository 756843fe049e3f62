using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Worker.Tuning;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Worker.Activities;

/// <summary>Makes the activity half of a worker.</summary>
internal static class ActivityWorkerFactory
{
    public static IActivityWorker Create(TemporalWorker worker, WorkerParts parts)
    {
        var options = worker.Options;
        var client = worker.Client;
        var runtime = WorkerParts.RuntimeOf(client);
        var loggers = options.LoggerFactory ?? client.Options.LoggerFactory;
        var settings = new ActivityWorkerSettings
        {
            Namespace = client.Options.Namespace,
            TaskQueue = options.TaskQueue!,
            Identity = parts.Identity,
            BuildId = parts.BuildId,
            InstanceKey = parts.InstanceKey,
            Registry = new(options.Activities),
            DataConverter = client.Options.DataConverter,
            LoggerFactory = loggers,
            PollerLogger = runtime.CoreLoggerOr(loggers.CreateLogger<ActivityWorker>()),
            Metrics = parts.Metrics,
            TaskFactory = options.ActivityTaskFactory,
            Interceptors = parts.Interceptors,
            Deployment = parts.DeploymentProto(),
            UseLegacyVersioning = options.UseWorkerVersioning,
            Pollers = WorkerParts.MaxPolls(
                options.ActivityTaskPollerBehavior, options.MaxConcurrentActivityTaskPolls),
            GracefulShutdownTimeout = options.GracefulShutdownTimeout,
            MaxHeartbeatThrottle = options.MaxHeartbeatThrottleInterval,
            DefaultHeartbeatThrottle = options.DefaultHeartbeatThrottleInterval,
            MaxPerSecond = options.MaxActivitiesPerSecond,
            MaxTaskQueuePerSecond = options.MaxTaskQueueActivitiesPerSecond,
            OfferEager = TakesEager(options)
                ? own => EagerActivityWorkers.Register(
                    WorkerParts.ConnectionOf(worker.Client), client.Options.Namespace, options.TaskQueue!, own)
                : null,
        };
        return new ActivityWorker(
            settings,
            new ActivityTaskService(() => WorkerParts.ConnectionOf(worker.Client).WorkflowService),
            parts.GateOf(SlotType.Activity),
            () => worker.Client as ITemporalClient);
    }

    /// <summary>An activity that comes without a poll passes by the limits on polling, and by the routing of versions.</summary>
    private static bool TakesEager(TemporalWorkerOptions options) =>
        !options.DisableEagerActivityExecution
        && options is
        {
            MaxActivitiesPerSecond: null, MaxTaskQueueActivitiesPerSecond: null, DeploymentOptions: null,
        };
}
