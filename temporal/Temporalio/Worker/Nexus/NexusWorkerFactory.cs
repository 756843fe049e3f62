using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Worker.Tuning;

namespace Temporalio.Worker.Nexus;

/// <summary>Makes the Nexus part of a worker.</summary>
internal static class NexusWorkerFactory
{
    public static NexusWorker Create(TemporalWorker worker, WorkerParts parts)
    {
        var options = worker.Options;
        var client = worker.Client;
        var runtime = WorkerParts.RuntimeOf(client);
        var loggers = options.LoggerFactory ?? client.Options.LoggerFactory;
        var settings = new NexusWorkerSettings
        {
            Namespace = client.Options.Namespace,
            TaskQueue = options.TaskQueue!,
            Identity = parts.Identity,
            InstanceKey = parts.InstanceKey,
            Services = [.. options.NexusServices],
            DataConverter = client.Options.DataConverter,
            LoggerFactory = loggers,
            PollerLogger = runtime.CoreLoggerOr(loggers.CreateLogger<NexusWorker>()),
            Metrics = parts.Metrics,
            TaskFactory = options.NexusTaskFactory,
            Interceptors = parts.Interceptors,
            Client = () => worker.Client as ITemporalClient,
            Deployment = parts.DeploymentProto(),
            Pollers = WorkerParts.MaxPolls(options.NexusTaskPollerBehavior, options.MaxConcurrentNexusTaskPolls),
            GracefulShutdownTimeout = options.GracefulShutdownTimeout,
        };
        var service = new NexusTaskService(() => WorkerParts.ConnectionOf(worker.Client).WorkflowService);
        return new NexusWorker(settings, service, parts.GateOf(SlotType.NexusOperation));
    }
}
