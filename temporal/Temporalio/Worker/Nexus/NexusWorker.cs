using System.Collections.Concurrent;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;
using Temporalio.Worker.Activities;
using Temporalio.Worker.Tuning;

namespace Temporalio.Worker.Nexus;

/// <summary>
/// Takes Nexus tasks and calls their handlers, each in a slot. A poller first reserves a slot and then polls, so that no
/// task is taken that must wait. At shutdown polls end first; calls get the time for draining, are then cancelled, and
/// are waited for in any case.
/// </summary>
internal sealed class NexusWorker(NexusWorkerSettings settings, NexusTaskService service, ISlotGate slots)
{
    private readonly NexusCall _call = new(settings, service);
    private readonly NexusMetrics _metrics = new(settings.Metrics);
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _cancelCalls = new();

    /// <summary>Takes Nexus tasks until stopped, then lets those in hand finish within the grace period.</summary>
    public async Task ExecuteAsync(WorkerStop stop)
    {
        try
        {
            await Pollers.RunAsync(settings.Pollers, PollOnceAsync, stop).ConfigureAwait(false);
        }
        finally
        {
            await DrainAsync().ConfigureAwait(false);
        }
    }

    private async Task PollOnceAsync(PollBackoff backoff, WorkerStop stop)
    {
        var permit = await slots.ReserveAsync(isSticky: false, stop.Requested).ConfigureAwait(false);
        var taken = false;
        try
        {
            backoff.Polling();
            var task = await _metrics.PollAsync(() => service.PollAsync(Request(), stop.CutOff)).ConfigureAwait(false);
            backoff.Succeeded();
            if (task.TaskToken.IsEmpty)
            {
                _metrics.PolledNothing();
                return;
            }
            taken = true;
            Start(task, permit);
        }
        catch (RpcException e) when (!stop.IsRequested && backoff.Next(e) is { } delay)
        {
            Logs.PollFailed(settings.PollerLogger, e, settings.TaskQueue, delay.TotalSeconds);
            await Task.Delay(delay, stop.Requested).ConfigureAwait(false);
        }
        catch (RpcException) when (stop.IsRequested)
        {
            // The poll ended because of the shutdown, or as it came.
        }
        finally
        {
            if (!taken)
            {
                slots.Release(permit, null);
            }
        }
    }

    private void Start(PollNexusTaskQueueResponse task, SlotPermit permit)
    {
        var info = new SlotInfo.NexusOperationSlotInfo(NexusCall.ServiceOf(task), NexusCall.OperationOf(task));
        slots.MarkUsed(permit, info);
        var running = settings.TaskFactory.StartNew(
            () => _metrics.TimeAsync(task, () => _call.RunAsync(task, _cancelCalls.Token)),
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            settings.TaskFactory.Scheduler ?? TaskScheduler.Default).Unwrap();
        _running[running] = true;
        _ = running.ContinueWith(
            ended =>
            {
                slots.Release(permit, info);
                _running.TryRemove(ended, out _);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task DrainAsync()
    {
        var drained = Task.WhenAll(_running.Keys);
        if (settings.GracefulShutdownTimeout > TimeSpan.Zero)
        {
            await drained.WaitAsync(settings.GracefulShutdownTimeout)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await _cancelCalls.CancelAsync().ConfigureAwait(false);
        await drained.ConfigureAwait(false);
    }

    private PollNexusTaskQueueRequest Request() => new()
    {
        Namespace = settings.Namespace,
        TaskQueue = new() { Name = settings.TaskQueue, Kind = Api.Enums.V1.TaskQueueKind.Normal },
        Identity = settings.Identity,
        WorkerInstanceKey = settings.InstanceKey,
        DeploymentOptions = settings.Deployment,
    };
}
