using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// Workflows in memory, least recently used first. Idle ones beyond the bound are dropped; a workflow in use never is,
/// so that there is always one entry per workflow id.
/// </summary>
internal sealed class WorkflowCache(int capacity)
{
    private const int EvictionsMax = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<WorkflowKey, WorkflowEntry> _entries = [];
    private readonly LinkedList<WorkflowEntry> _order = [];

    /// <summary>Workflows in memory.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The entry of a workflow id, in use until <see cref="Return"/>.</summary>
    public WorkflowEntry Rent(WorkflowKey key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                entry = new WorkflowEntry(key);
                entry.Node = _order.AddLast(entry);
                _entries[key] = entry;
            }

            entry.Users++;
            return entry;
        }
    }

    /// <summary>Ends a use.</summary>
    public void Return(WorkflowEntry entry)
    {
        lock (_gate)
        {
            entry.Users--;
            if (entry.Node is { } node)
            {
                _order.Remove(node);
                _order.AddLast(node);
            }

            Evict();
        }
    }

    private void Evict()
    {
        var node = _order.First;
        for (var i = 0; i < EvictionsMax && _entries.Count > capacity && node is not null; i++)
        {
            var (entry, next) = (node.Value, node.Next);
            if (entry.Users == 0 && entry.IsIdle)
            {
                _order.Remove(node);
                _entries.Remove(entry.Key);
            }
            else
            {
                // Busy ones go to the end, so that the next pass does not look at them again.
                _order.Remove(node);
                _order.AddLast(node);
            }

            node = next;
        }
    }
}
