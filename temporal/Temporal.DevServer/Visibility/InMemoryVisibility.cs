using Temporal.DevServer.Persistence;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility;

/// <summary>All rows in memory, kept in list order per namespace; follows the in-memory store.</summary>
internal sealed class InMemoryVisibility : IVisibilitySink, IVisibilityIndex
{
    private static readonly Comparer<VisibilityRow> ByPlace =
        Comparer<VisibilityRow>.Create((left, right) => left.Place.CompareTo(right.Place));

    private readonly Lock _gate = new();
    private readonly Dictionary<RunKey, VisibilityRow> _rows = [];
    private readonly Dictionary<string, SortedSet<VisibilityRow>> _ordered = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Upsert(VisibilityRecord record)
    {
        var row = new VisibilityRow(record);
        lock (_gate)
        {
            RemoveRow(record.Key);
            _rows[record.Key] = row;
            if (!_ordered.TryGetValue(record.Key.NamespaceId, out var set))
            {
                _ordered[record.Key.NamespaceId] = set = new SortedSet<VisibilityRow>(ByPlace);
            }

            set.Add(row);
        }
    }

    /// <inheritdoc />
    public void Remove(RunKey key)
    {
        lock (_gate)
        {
            RemoveRow(key);
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<VisibilityRecord>> ListAsync(
        string namespaceId, Predicate where, PageKey? after, int size, CancellationToken cancel)
    {
        var page = new List<VisibilityRecord>();
        foreach (var row in Snapshot(namespaceId))
        {
            if (page.Count == size)
            {
                break;
            }

            if ((after is not { } last || row.Place.CompareTo(last) > 0) && PredicateEvaluator.Matches(where, row))
            {
                page.Add(row.Record);
            }
        }

        return Task.FromResult<IReadOnlyList<VisibilityRecord>>(page);
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<WorkflowExecutionStatus, long>> CountAsync(
        string namespaceId, Predicate where, CancellationToken cancel)
    {
        var counts = Snapshot(namespaceId)
            .Where(row => PredicateEvaluator.Matches(where, row))
            .GroupBy(row => row.Record.Status)
            .ToDictionary(group => group.Key, group => group.LongCount());
        return Task.FromResult<IReadOnlyDictionary<WorkflowExecutionStatus, long>>(counts);
    }

    /// <summary>Conditions are decided outside the lock, so that a big list never delays commits.</summary>
    private VisibilityRow[] Snapshot(string namespaceId)
    {
        lock (_gate)
        {
            return _ordered.TryGetValue(namespaceId, out var set) ? [.. set] : [];
        }
    }

    private void RemoveRow(RunKey key)
    {
        if (_rows.Remove(key, out var old))
        {
            _ordered[key.NamespaceId].Remove(old);
        }
    }
}
