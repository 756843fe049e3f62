using Temporalio.Client;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Brings workflows together with the activity workers of the same process and connection, whatever queue those have, so
/// that an activity comes with the answer to the workflow task that scheduled it.
/// </summary>
internal static class EagerActivityWorkers
{
    private static readonly RunningWorkers<IEagerActivities> Workers = new();

    /// <summary>Enters a worker.</summary>
    /// <returns>Takes it out again when disposed of.</returns>
    public static IDisposable Register(
        ITemporalConnection connection, string ns, string taskQueue, IEagerActivities worker) =>
        Workers.Register(connection, ns, taskQueue, worker);

    /// <summary>Finds a worker; null when there is none.</summary>
    public static IEagerActivities? Find(ITemporalConnection connection, string ns, string taskQueue) =>
        Workers.Find(connection, ns, taskQueue);
}
