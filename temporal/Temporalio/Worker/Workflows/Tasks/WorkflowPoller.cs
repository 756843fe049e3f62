using Microsoft.Extensions.Logging;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;
using Temporalio.Worker.Tuning;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>
/// Polls one queue and works on what comes, on the thread on which it comes: the next poll goes out while the answer to
/// the last task is on its way. If workflow code keeps the thread, another loop takes this one's place.
/// </summary>
internal sealed class WorkflowPoller(
    WorkflowTaskSettings settings,
    TaskQueue queue,
    IWorkflowTaskService service,
    WorkflowTaskProcessor processor,
    ISlotGate slots,
    WorkInFlight inFlight,
    ILogger logger)
{
    private readonly bool _isSticky = queue.Kind == Api.Enums.V1.TaskQueueKind.Sticky;

    /// <summary>Polls until stopped.</summary>
    /// <exception cref="RpcException">The server will never accept the poll.</exception>
    public async Task RunAsync(WorkerStop stop)
    {
        var loop = new Loop();
        while (!stop.IsRequested && !loop.IsReplaced)
        {
            SlotPermit permit;
            PollWorkflowTaskQueueResponse? task;
            try
            {
                permit = await slots.ReserveAsync(_isSticky, stop.Requested).ConfigureAwait(false);
                task = await PollAsync(permit, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsRequested)
            {
                return;
            }
            if (task != null)
            {
                inFlight.Add(WorkAsync(task, permit, () => loop.Replace(() => inFlight.Add(RunAsync(stop)))));
            }
        }
    }

    private async Task WorkAsync(PollWorkflowTaskQueueResponse task, SlotPermit permit, Action onStuck)
    {
        var info = new SlotInfo.WorkflowSlotInfo(task.WorkflowType.Name, _isSticky);
        slots.MarkUsed(permit, info);
        try
        {
            await processor.ProcessAsync(task, onStuck).ConfigureAwait(false);
        }
        finally
        {
            slots.Release(permit, info);
        }
    }

    /// <summary>Polls until a task comes; null, and the permit released, if the worker stops.</summary>
    private async Task<PollWorkflowTaskQueueResponse?> PollAsync(SlotPermit permit, WorkerStop stop)
    {
        var backoff = new PollBackoff(TimeProvider.System);
        var request = Request();
        try
        {
            while (!stop.IsRequested)
            {
                try
                {
                    backoff.Polling();
                    var task = await settings.Metrics.PollAsync(_isSticky, () => service.PollAsync(request, stop.CutOff))
                        .ConfigureAwait(false);
                    backoff.Succeeded();
                    settings.Metrics.Polled(!task.TaskToken.IsEmpty);
                    if (!task.TaskToken.IsEmpty)
                    {
                        var taken = permit;
                        permit = null!;
                        return task;
                    }
                }
                catch (RpcException e) when (!stop.IsRequested && backoff.Next(e) is { } delay)
                {
                    Logs.PollFailed(logger, queue.Name, delay.TotalMilliseconds, e);
                    await Task.Delay(delay, stop.Requested).ConfigureAwait(false);
                }
                catch (RpcException) when (stop.IsRequested)
                {
                    return null;
                }
            }
            return null;
        }
        finally
        {
            if (permit != null)
            {
                slots.Release(permit, null);
            }
        }
    }

    private PollWorkflowTaskQueueRequest Request()
    {
        var request = new PollWorkflowTaskQueueRequest
        {
            Namespace = settings.Namespace,
            TaskQueue = queue,
            Identity = settings.Identity,
            WorkerInstanceKey = settings.InstanceKey,
            DeploymentOptions = settings.Deployment,
        };
#pragma warning disable CS0612 // Servers without worker deployments read the build id here.
        if (settings.Deployment == null)
        {
            request.WorkerVersionCapabilities = new()
            {
                BuildId = settings.BuildId,
                UseVersioning = settings.UseLegacyVersioning,
            };
        }
#pragma warning restore CS0612
        return request;
    }

    /// <summary>Whether the loop's thread is still its own.</summary>
    private sealed class Loop
    {
        private int _replaced;

        public bool IsReplaced => Volatile.Read(ref _replaced) != 0;

        public void Replace(Action startAnother)
        {
            if (Interlocked.Exchange(ref _replaced, 1) == 0)
            {
                startAnother();
            }
        }
    }
}
