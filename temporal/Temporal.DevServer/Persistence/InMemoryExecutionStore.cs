using System.Runtime.CompilerServices;

namespace Temporal.DevServer.Persistence;

/// <summary>Keeps everything in this process; for tests and `--in-memory`.</summary>
internal sealed class InMemoryExecutionStore(IVisibilitySink? visibility = null) : IExecutionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunKey, Run> _runs = [];
    private readonly Dictionary<WorkflowKey, string> _currentRuns = [];

    /// <inheritdoc/>
    public void Hurry()
    {
        // Nothing ever waits here.
    }

    /// <inheritdoc/>
    public Task CommitAsync(ChangeSet changes)
    {
        lock (_gate)
        {
            foreach (var change in changes.Changes)
            {
                RequireVersion(change);
            }

            foreach (var change in changes.Changes)
            {
                Apply(change);
            }

            foreach (var removal in changes.Removals)
            {
                Remove(removal.Key);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StoredRun?> LoadRunAsync(RunKey key, CancellationToken stop = default)
    {
        lock (_gate)
        {
            var stored = _runs.TryGetValue(key, out var run)
                ? new StoredRun(key, run.Version, run.State, [.. run.Parts.Values])
                : null;
            return ValueTask.FromResult(stored);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> LoadCurrentRunIdAsync(WorkflowKey key, CancellationToken stop = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_currentRuns.GetValueOrDefault(key));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop = default)
    {
        lock (_gate)
        {
            IReadOnlyList<HistoryBatch> page = _runs.TryGetValue(key, out var run)
                ? run.Page(run.FirstBatchEndingAtOrAfter(fromEventId), batchesMax)
                : [];
            return ValueTask.FromResult(page);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HistoryBatch>> ReadHistoryReverseAsync(
        RunKey key, long fromEventId, int batchesMax, CancellationToken stop = default)
    {
        lock (_gate)
        {
            IReadOnlyList<HistoryBatch> page = _runs.TryGetValue(key, out var run)
                ? [.. run.History.Where(b => b.FirstEventId <= fromEventId).Reverse().Take(batchesMax)]
                : [];
            return ValueTask.FromResult(page);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ResumableRun> ScanResumableAsync(
        [EnumeratorCancellation] CancellationToken stop = default)
    {
        ResumableRun[] runs;
        lock (_gate)
        {
            runs = [.. _runs.Where(r => r.Value.NextTimer is not null || r.Value.HasPendingWork)
                .Select(r => new ResumableRun(r.Key, r.Value.NextTimer, r.Value.HasPendingWork))];
        }

        foreach (var run in runs)
        {
            stop.ThrowIfCancellationRequested();
            yield return run;
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunKey>> ListClosedBeforeAsync(
        string namespaceId, DateTimeOffset closedBefore, int limit, CancellationToken stop = default)
    {
        lock (_gate)
        {
            IReadOnlyList<RunKey> keys = [.. _runs
                .Where(r => r.Key.NamespaceId == namespaceId && r.Value.ClosedAt < closedBefore)
                .OrderBy(r => r.Value.ClosedAt).Take(limit).Select(r => r.Key)];
            return ValueTask.FromResult(keys);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunKey>> ListRunsAsync(string namespaceId, int limit, CancellationToken stop = default)
    {
        lock (_gate)
        {
            IReadOnlyList<RunKey> keys = [.. _runs.Keys.Where(key => key.NamespaceId == namespaceId).Take(limit)];
            return ValueTask.FromResult(keys);
        }
    }

    private void RequireVersion(RunChange change)
    {
        var actual = _runs.TryGetValue(change.Key, out var run) ? run.Version : 0;
        if (actual != change.ExpectedVersion)
        {
            throw new StoreConflictException(change.Key, change.ExpectedVersion, actual);
        }
    }

    private void Apply(RunChange change)
    {
        if (!_runs.TryGetValue(change.Key, out var run))
        {
            _runs[change.Key] = run = new Run();
        }

        run.Version = change.Version;
        run.State = change.State;
        run.NextTimer = change.NextTimer;
        run.HasPendingWork = change.HasPendingWork;
        run.ClosedAt = change.ClosedAt;
        run.History.AddRange(change.NewHistory);
        foreach (var part in change.Parts)
        {
            run.Put(part);
        }

        if (change.BecomesCurrent)
        {
            _currentRuns[change.Key.Workflow] = change.Key.RunId;
        }

        if (change.Visibility is { } record)
        {
            visibility?.Upsert(record);
        }
    }

    private void Remove(RunKey key)
    {
        _runs.Remove(key);
        if (_currentRuns.GetValueOrDefault(key.Workflow) == key.RunId)
        {
            _currentRuns.Remove(key.Workflow);
        }

        visibility?.Remove(key);
    }

    private sealed class Run
    {
        public long Version { get; set; }

        public ReadOnlyMemory<byte> State { get; set; }

        public DateTimeOffset? NextTimer { get; set; }

        public bool HasPendingWork { get; set; }

        public DateTimeOffset? ClosedAt { get; set; }

        public List<HistoryBatch> History { get; } = [];

        public Dictionary<(int Kind, string Id), RunPart> Parts { get; } = [];

        public void Put(RunPart part)
        {
            if (part.Data is null)
            {
                Parts.Remove((part.Kind, part.Id));
            }
            else
            {
                Parts[(part.Kind, part.Id)] = part;
            }
        }

        /// <summary>At most <paramref name="count"/> batches from <paramref name="start"/> on.</summary>
        public List<HistoryBatch> Page(int start, int count) =>
            History.GetRange(start, Math.Min(count, History.Count - start));

        /// <summary>Binary search: batches are contiguous and ascending.</summary>
        public int FirstBatchEndingAtOrAfter(long eventId)
        {
            int low = 0, high = History.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (History[middle].LastEventId < eventId)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }
}
