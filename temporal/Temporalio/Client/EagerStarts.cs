using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Client;

/// <summary>
/// Brings clients that start workflows together with workers of the same process and connection, so that the first
/// workflow task comes with the answer to the start.
/// </summary>
internal static class EagerStarts
{
    private static readonly RunningWorkers<IWorkflowTaskTaker> Workers = new();

    /// <summary>A worker that can take first workflow tasks.</summary>
    internal interface IWorkflowTaskTaker
    {
        /// <summary>Reserves room for a task; null when there is none.</summary>
        IReservation? TryReserve();
    }

    /// <summary>Room for one task. Disposing gives it back when it was not used.</summary>
    internal interface IReservation : IDisposable
    {
        /// <summary>Runs the task in the room; null means that the server gave none.</summary>
        void Run(PollWorkflowTaskQueueResponse? task);
    }

    /// <summary>Enters a worker.</summary>
    /// <returns>Takes it out again when disposed of.</returns>
    public static IDisposable Register(
        ITemporalConnection connection, string ns, string taskQueue, IWorkflowTaskTaker taker) =>
        Workers.Register(connection, ns, taskQueue, taker);

    /// <summary>Reserves room with a worker; null when there is no such worker or it is full.</summary>
    public static IReservation? TryReserve(ITemporalConnection connection, string ns, string taskQueue) =>
        Workers.Find(connection, ns, taskQueue)?.TryReserve();
}
