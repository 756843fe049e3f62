using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Worker.Tuning;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Takes first workflow tasks that come with the answer to a start by a client of the same process. Each gets a slot
/// before the start is sent, so that what the server gives is worked on at once; without a free slot the start is an
/// ordinary one.
/// </summary>
internal sealed class EagerWorkflowTasks(
    WorkflowTaskProcessor processor, ISlotGate slots, WorkInFlight inFlight, CancellationToken stop)
    : EagerStarts.IWorkflowTaskTaker
{
    public EagerStarts.IReservation? TryReserve() =>
        !stop.IsCancellationRequested && slots.TryReserve(isSticky: false) is { } permit
            ? new Reservation(this, permit)
            : null;

    private async Task WorkAsync(PollWorkflowTaskQueueResponse task, SlotPermit permit)
    {
        var info = new SlotInfo.WorkflowSlotInfo(task.WorkflowType.Name, false);
        slots.MarkUsed(permit, info);
        try
        {
            // The task is on a thread of its own, which nobody waits for if workflow code keeps it.
            await processor.ProcessAsync(task, static () => { }).ConfigureAwait(false);
        }
        finally
        {
            slots.Release(permit, info);
        }
    }

    private sealed class Reservation(EagerWorkflowTasks owner, SlotPermit permit) : EagerStarts.IReservation
    {
        private bool _isOver;

        public void Run(PollWorkflowTaskQueueResponse? task)
        {
            if (task is { TaskToken.IsEmpty: false })
            {
                _isOver = true;
                owner.WorkInBackground(task, permit);
            }
        }

        public void Dispose()
        {
            if (!_isOver)
            {
                _isOver = true;
                owner.Release(permit);
            }
        }
    }

    private void WorkInBackground(PollWorkflowTaskQueueResponse task, SlotPermit permit) =>
        inFlight.Add(Task.Run(() => WorkAsync(task, permit)));

    private void Release(SlotPermit permit) => slots.Release(permit, null);
}
