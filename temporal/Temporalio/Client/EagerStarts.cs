using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Client;

/// <summary>
/// Brings clients that start workflows together with workers of the same process and connection, so that the first
/// workflow task comes with the answer to the start. A worker enters itself while it runs.
/// </summary>
internal static class EagerStarts
{
    private static readonly ConditionalWeakTable<ITemporalConnection, Registry> Registries = new();

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
        ITemporalConnection connection, string ns, string taskQueue, IWorkflowTaskTaker taker)
    {
        var takers = Registries.GetOrCreateValue(connection).Takers;
        takers[(ns, taskQueue)] = taker;
        return new Registration(() => takers.TryRemove(new((ns, taskQueue), taker)));
    }

    /// <summary>Reserves room with a worker; null when there is no such worker or it is full.</summary>
    public static IReservation? TryReserve(ITemporalConnection connection, string ns, string taskQueue) =>
        Registries.TryGetValue(connection, out var registry)
        && registry.Takers.TryGetValue((ns, taskQueue), out var taker)
            ? taker.TryReserve()
            : null;

    private sealed class Registry
    {
        public ConcurrentDictionary<(string Namespace, string TaskQueue), IWorkflowTaskTaker> Takers { get; } = new();
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
