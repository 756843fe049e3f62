using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.History.Engine;

/// <summary>
/// The one place where runs of a workflow id change. Whoever holds <see cref="Gate"/> may touch what is here; nobody
/// holds the gates of two workflows.
/// </summary>
internal sealed class WorkflowEntry(WorkflowKey key)
{
    /// <summary>The workflow id.</summary>
    public WorkflowKey Key { get; } = key;

    /// <summary>Serializes all work on this workflow id.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Runs in memory, by run id.</summary>
    public Dictionary<string, WorkflowRun> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>True once <see cref="CurrentRunId"/> is known.</summary>
    public bool IsCurrentKnown { get; set; }

    /// <summary>The newest run; null when there is none.</summary>
    public string? CurrentRunId { get; set; }

    /// <summary>
    /// The latest commit. Commits are applied in order, so when it is done everything seen here is durable; nothing is
    /// told to the outside before.
    /// </summary>
    public Task LastCommit { get; set; } = Task.CompletedTask;

    /// <summary>Whether the store was told that nobody waits for the latest commit.</summary>
    public bool LastCommitMayWait { get; set; }

    /// <summary>Calls that are using or about to use this entry; guarded by the cache.</summary>
    public int Users { get; set; }

    /// <summary>Position in the order of use; guarded by the cache.</summary>
    public LinkedListNode<WorkflowEntry>? Node { get; set; }

    /// <summary>True when it can be dropped from memory without losing anything.</summary>
    public bool IsIdle => LastCommit.IsCompleted && Runs.Values.All(r => r.IsIdle);

    /// <summary>Drops what is in memory, after a commit failed: the store knows better.</summary>
    public void Forget()
    {
        foreach (var run in Runs.Values)
        {
            run.TimeHold?.Dispose();
            run.TimeHold = null;
            foreach (var update in run.Updates.All.ToArray())
            {
                update.TellAborted(Grpc.RpcErrors.Unavailable("workflow update was aborted"));
            }

            run.Changes.Notify();
            run.Closed.Notify();
        }

        Runs.Clear();
        IsCurrentKnown = false;
        CurrentRunId = null;
        LastCommit = Task.CompletedTask;
    }
}
