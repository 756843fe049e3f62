namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>What one transaction takes from the queue.</summary>
internal sealed class TakenWrites
{
    public List<QueuedWrite> Writes { get; } = [];

    public CommitGroup Group { get; } = new();

    /// <summary>In a group of many, none waits until another has gone on.</summary>
    public void Succeed()
    {
        if (Writes is [var alone])
        {
            alone.Done.SetResult();
            return;
        }

        foreach (var work in Writes)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static done => done.SetResult(), work.Done, preferLocal: false);
        }
    }

    public void Fail(Exception e)
    {
        foreach (var work in Writes)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static failed => failed.Done.TrySetException(failed.Error), (work.Done, Error: e), preferLocal: false);
        }
    }

    public static TakenWrites Alone(QueuedWrite work)
    {
        var taken = new TakenWrites { Writes = { work } };
        if (work.Set is { } set)
        {
            taken.Group.TryAdd(set);
        }

        return taken;
    }
}
