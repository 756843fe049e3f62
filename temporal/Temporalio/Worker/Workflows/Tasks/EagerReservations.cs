using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Slots taken for the activities that the server may hand out with the answer to one workflow task. Disposing gives back
/// those whose activity did not come: it is polled for like any other.
/// </summary>
/// <param name="workers">Finds the worker of this process for a task queue; null when there is none.</param>
/// <param name="most">Most slots for one workflow task.</param>
internal sealed class EagerReservations(Func<string, IEagerActivities?> workers, int most) : IDisposable
{
    private readonly Dictionary<string, IEagerActivities> _taken = [];

    /// <summary>Grants or denies what a command wishes, which it says from then on.</summary>
    public void Settle(Command command)
    {
        if (command.CommandType == CommandType.ScheduleActivityTask &&
            command.ScheduleActivityTaskCommandAttributes is { RequestEagerExecution: true } activity)
        {
            activity.RequestEagerExecution = TryTake(activity);
        }
    }

    /// <summary>Runs the activities that came, each in its slot.</summary>
    public void Run(IEnumerable<PollActivityTaskQueueResponse> tasks)
    {
        foreach (var task in tasks)
        {
            if (_taken.Remove(task.ActivityId, out var worker))
            {
                worker.RunReserved(task);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var worker in _taken.Values)
        {
            worker.ReleaseSlot();
        }
        _taken.Clear();
    }

    private bool TryTake(ScheduleActivityTaskCommandAttributes activity)
    {
        if (_taken.Count >= most || workers(activity.TaskQueue.Name) is not { } worker || !worker.TryReserveSlot())
        {
            return false;
        }
        _taken.Add(activity.ActivityId, worker);
        return true;
    }
}
