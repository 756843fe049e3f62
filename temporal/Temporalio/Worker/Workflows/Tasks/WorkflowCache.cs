namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Runs kept in memory between their tasks; beyond the limit the least recently used idle one goes. Runs in use are
/// never evicted, so for a moment there may be more than the limit.
/// </summary>
internal sealed class WorkflowCache(int limit, Action? onEvicted = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byRunId = [];
    private readonly LinkedList<Entry> _leastRecentFirst = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byRunId.Count;
            }
        }
    }

    /// <summary>Takes a run for use; it is created if it is not there.</summary>
    public WorkflowRun Rent(string workflowId, string runId)
    {
        lock (_lock)
        {
            if (_byRunId.TryGetValue(runId, out var node))
            {
                _leastRecentFirst.Remove(node);
                _leastRecentFirst.AddLast(node);
            }
            else
            {
                node = _leastRecentFirst.AddLast(new Entry(new(workflowId, runId)));
                _byRunId.Add(runId, node);
            }
            node.Value.Users++;
            return node.Value.Run;
        }
    }

    /// <summary>Gives a run back; it stays if it still has its state and there is room.</summary>
    public void Return(WorkflowRun run)
    {
        lock (_lock)
        {
            if (!_byRunId.TryGetValue(run.RunId, out var node) || node.Value.Run != run)
            {
                return;
            }
            node.Value.Users--;
            if (node.Value.Users == 0 && run.Player == null)
            {
                Remove(node);
            }
            Trim();
        }
    }

    /// <summary>Forgets a run even though it is in use: its thread is stuck.</summary>
    public void Abandon(WorkflowRun run)
    {
        lock (_lock)
        {
            if (_byRunId.TryGetValue(run.RunId, out var node) && node.Value.Run == run)
            {
                Remove(node);
            }
        }
    }

    private void Trim()
    {
        for (var node = _leastRecentFirst.First; node != null && _byRunId.Count > limit;)
        {
            var next = node.Next;
            if (node.Value.Users == 0)
            {
                Remove(node);
                onEvicted?.Invoke();
            }
            node = next;
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _leastRecentFirst.Remove(node);
        _byRunId.Remove(node.Value.Run.RunId);
    }

    private sealed class Entry(WorkflowRun run)
    {
        public WorkflowRun Run { get; } = run;

        public int Users { get; set; }
    }
}
