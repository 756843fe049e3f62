using System.Collections.Concurrent;
using Temporalio.Activities;

namespace Temporalio.Worker.Activities;

/// <summary>The activities that a worker is running.</summary>
internal sealed class RunningActivities
{
    private readonly ConcurrentDictionary<RunningActivity, Task> _running = new();

    public int Count => _running.Count;

    /// <summary>Adds one, which is taken out when its task ends.</summary>
    public void Add(RunningActivity activity, Task task, Action onEnd)
    {
        _running[activity] = task;
        _ = task.ContinueWith(
            ended =>
            {
                _running.TryRemove(new(activity, ended));
                onEnd();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public void CancelAll(ActivityCancelReason reason)
    {
        foreach (var activity in _running.Keys)
        {
            activity.Cancel(reason);
        }
    }

    /// <summary>Waits until nothing is left.</summary>
    public async Task DrainAsync()
    {
        while (_running.Values is { Count: > 0 } tasks)
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
            // The task ends just before it is taken out.
            await Task.Yield();
        }
    }
}
