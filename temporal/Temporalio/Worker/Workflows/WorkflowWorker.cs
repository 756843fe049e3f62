using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Client;
using Temporalio.Worker.Tuning;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Worker.Workflows;

/// <summary>
/// Takes workflow tasks from the normal and the sticky queue until stopped, then finishes those in hand.
/// </summary>
internal sealed class WorkflowWorker(
    WorkflowTaskSettings settings,
    IWorkflowTaskService service,
    WorkflowTaskProcessor processor,
    ISlotGate slots,
    int normalPollers,
    int stickyPollers,
    Func<IDisposable?> traceTasks,
    Func<EagerStarts.IWorkflowTaskTaker, IDisposable> offerEagerStarts,
    ILogger logger)
{
    private readonly WorkInFlight _inFlight = new();

    /// <summary>Runs until stopped.</summary>
    public async Task ExecuteAsync(WorkerStop stop)
    {
        using var stopOnFault = new WorkerStopSource(stop);
        using var tracing = traceTasks();
        using var eagerStarts = offerEagerStarts(
            new EagerWorkflowTasks(processor, slots, _inFlight, stopOnFault.Stop.Requested));
        var pollers = new List<Task>();
        for (var i = 0; i < normalPollers; i++)
        {
            pollers.Add(PollAsync(settings.NormalQueue, stopOnFault));
        }
        for (var i = 0; i < stickyPollers && settings.Sticky != null; i++)
        {
            pollers.Add(PollAsync(settings.Sticky.WorkerTaskQueue, stopOnFault));
        }
        try
        {
            await Task.WhenAll(pollers).ConfigureAwait(false);
        }
        finally
        {
            eagerStarts.Dispose();
            await _inFlight.DrainAsync().ConfigureAwait(false);
        }
    }

    private async Task PollAsync(TaskQueue queue, WorkerStopSource stop)
    {
        try
        {
            await new WorkflowPoller(settings, queue, service, processor, slots, _inFlight, logger)
                .RunAsync(stop.Stop).ConfigureAwait(false);
        }
        catch
        {
            await stop.CutOffAsync().ConfigureAwait(false);
            throw;
        }
    }
}
