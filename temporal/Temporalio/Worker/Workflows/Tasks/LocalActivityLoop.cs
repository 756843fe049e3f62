using Temporalio.Worker.Workflows.LocalActivities;
using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Keeps a workflow task open while local activities run, and tells the workflow of each end. Before the task times out
/// it gives up, so that the server is asked for another task in which to go on.
/// </summary>
internal sealed class LocalActivityLoop(LocalActivityRunner runner)
{
    /// <summary>Share of the workflow task timeout after which the task is answered without an end.</summary>
    private const double HeartbeatShare = 0.8;

    /// <summary>Runs until no local activity is pending.</summary>
    /// <param name="run">Run, its gate held.</param>
    /// <param name="activate">Tells the workflow; false if its task has failed.</param>
    /// <returns>Whether local activities are still running.</returns>
    public async Task<bool> RunAsync(WorkflowRun run, Func<bool> activate)
    {
        var instance = run.Instance!;
        var limit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var due = instance.Run.Info.TaskTimeout * HeartbeatShare;
        using var timer = new Timer(_ => limit.TrySetResult(), null, due, Timeout.InfiniteTimeSpan);
        return await RunAsync(run, activate, limit.Task).ConfigureAwait(false);
    }

    private async Task<bool> RunAsync(WorkflowRun run, Func<bool> activate, Task limit)
    {
        var instance = run.Instance!;
        // The activation that came with the task was the first; a task that only goes on with these activities has none.
        var activation = run.Player!.TaskHadJobs ? 0 : -1;
        while (true)
        {
            foreach (var machine in instance.LocalActivities.Pending)
            {
                if (!run.LocalActivities.ContainsKey(machine))
                {
                    run.LocalActivities.Add(machine, runner.RunAsync(machine.Request, machine.CancellationToken));
                }
            }
            if (run.LocalActivities.Count == 0)
            {
                return false;
            }
            var first = await Task.WhenAny([.. run.LocalActivities.Values, limit]).ConfigureAwait(false);
            if (first == limit)
            {
                return true;
            }
            var (ended, task) = run.LocalActivities.First(entry => entry.Value == first);
            run.LocalActivities.Remove(ended);
            activation++;
            instance.LocalActivities.Resolve(
                ended, await task.ConfigureAwait(false) with { ActivationIndex = activation });
            if (!activate())
            {
                return false;
            }
        }
    }
}
