namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>What one transaction writes to one run: the sum of one or more changes, in their order.</summary>
internal sealed class RunWrite(RunChange first)
{
    /// <summary>The last change; its state, version and timers stand.</summary>
    public RunChange Last { get; private set; } = first;

    /// <summary>Version that must be stored; 0 creates the run.</summary>
    public long ExpectedVersion { get; } = first.ExpectedVersion;

    /// <summary>Batches to append.</summary>
    public List<HistoryBatch> History { get; } = [.. first.NewHistory];

    /// <summary>Parts to write or remove, the last one of each key.</summary>
    public Dictionary<(int Kind, string Id), RunPart> Parts { get; } = first.Parts.ToDictionary(p => (p.Kind, p.Id));

    /// <summary>Whether one of the changes makes this the current run of its workflow id.</summary>
    public bool BecomesCurrent { get; private set; } = first.BecomesCurrent;

    /// <summary>The newest row for lists, if any change had one.</summary>
    public Visibility.VisibilityRecord? Visibility { get; private set; } = first.Visibility;

    /// <summary>Adds the next change.</summary>
    public void Add(RunChange next)
    {
        Last = next;
        History.AddRange(next.NewHistory);
        foreach (var part in next.Parts)
        {
            Parts[(part.Kind, part.Id)] = part;
        }

        BecomesCurrent |= next.BecomesCurrent;
        Visibility = next.Visibility ?? Visibility;
    }
}

/// <summary>
/// Sets that go into one transaction, summed up per run. A set that cannot follow what is already in the group (it removes
/// a run that changes, or changes one that goes, or makes a workflow id's current run a second time) begins the next group.
/// </summary>
internal sealed class CommitGroup
{
    private readonly HashSet<WorkflowKey> _currentOf = [];

    /// <summary>Writes by run.</summary>
    public Dictionary<RunKey, RunWrite> Writes { get; } = [];

    /// <summary>Runs to remove.</summary>
    public HashSet<RunKey> Removals { get; } = [];

    /// <summary>Adds a set, or says that it must wait for the next group.</summary>
    public bool TryAdd(ChangeSet set)
    {
        if (!CanFollow(set))
        {
            return false;
        }

        foreach (var change in set.Changes)
        {
            if (change.BecomesCurrent)
            {
                _currentOf.Add(change.Key.Workflow);
            }

            if (Writes.TryGetValue(change.Key, out var write))
            {
                write.Add(change);
            }
            else
            {
                Writes[change.Key] = new RunWrite(change);
            }
        }

        Removals.UnionWith(set.Removals.Select(r => r.Key));
        return true;
    }

    private bool CanFollow(ChangeSet set)
    {
        foreach (var change in set.Changes)
        {
            var breaksChain = Writes.TryGetValue(change.Key, out var write)
                && write.Last.Version != change.ExpectedVersion;
            var secondCurrent = change.BecomesCurrent && _currentOf.Contains(change.Key.Workflow);
            if (breaksChain || secondCurrent || Removals.Contains(change.Key))
            {
                return false;
            }
        }

        return set.Removals.All(r => !Writes.ContainsKey(r.Key));
    }
}
