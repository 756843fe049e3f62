using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Worker;

/// <summary>The activity half of a worker.</summary>
internal interface IActivityWorker : IEagerActivities
{
    /// <summary>Takes activity tasks until stopped, then lets those in hand finish within the grace period.</summary>
    Task ExecuteAsync(WorkerStop stop);
}
