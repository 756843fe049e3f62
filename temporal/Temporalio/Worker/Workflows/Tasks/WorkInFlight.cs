namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>Work that was started and not awaited, so that a shutdown can wait for it.</summary>
internal sealed class WorkInFlight
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _tasks = [];

    public void Add(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            return;
        }
        lock (_lock)
        {
            _tasks.Add(task);
        }
        _ = task.ContinueWith(
            static (t, self) => ((WorkInFlight)self!).Remove(t),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Waits until nothing is left.</summary>
    public async Task DrainAsync()
    {
        while (Snapshot() is { Length: > 0 } tasks)
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
    }

    private Task[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _tasks];
        }
    }

    private void Remove(Task task)
    {
        lock (_lock)
        {
            _tasks.Remove(task);
        }
    }
}
