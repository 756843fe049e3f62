using System.Collections.Concurrent;

namespace Interop.Crash;

/// <summary>One thing that the client of a ledger was told: it is open, an entry is in it, or its result.</summary>
internal sealed record Fact(string Workflow, string? Entry = null, int? Position = null, IReadOnlyList<string>? Result = null);

/// <summary>All that clients were told.</summary>
internal sealed class Told
{
    private int _facts;

    /// <summary>Facts by workflow id.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Fact>> Ledgers { get; } = new();

    /// <summary>How many facts there are.</summary>
    public int Count => Volatile.Read(ref _facts);

    public void Add(Fact fact)
    {
        Ledgers.GetOrAdd(fact.Workflow, _ => new()).Enqueue(fact);
        Interlocked.Increment(ref _facts);
    }
}
