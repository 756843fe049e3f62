using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Temporalio.Client;

/// <summary>
/// The running workers of this process that can take a kind of task without a poll, found by connection, namespace and
/// task queue. A worker enters itself while it runs.
/// </summary>
/// <typeparam name="TTaker">What takes the tasks.</typeparam>
internal sealed class RunningWorkers<TTaker>
    where TTaker : class
{
    private readonly ConditionalWeakTable<ITemporalConnection, Registry> _registries = new();

    /// <summary>Enters a worker.</summary>
    /// <returns>Takes it out again when disposed of.</returns>
    public IDisposable Register(ITemporalConnection connection, string ns, string taskQueue, TTaker taker)
    {
        var takers = _registries.GetOrCreateValue(connection).Takers;
        takers[(ns, taskQueue)] = taker;
        return new Registration(() => takers.TryRemove(new((ns, taskQueue), taker)));
    }

    /// <summary>Finds a worker; null when there is none.</summary>
    public TTaker? Find(ITemporalConnection connection, string ns, string taskQueue) =>
        _registries.TryGetValue(connection, out var registry)
            ? registry.Takers.GetValueOrDefault((ns, taskQueue))
            : null;

    private sealed class Registry
    {
        public ConcurrentDictionary<(string Namespace, string TaskQueue), TTaker> Takers { get; } = new();
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
