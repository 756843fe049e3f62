using Microsoft.Extensions.Logging;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker.Tuning;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Worker.Activities;

/// <summary>
/// Takes activity tasks and runs them, each in a slot. A poller first reserves a slot and then polls, so that no task
/// is taken that must wait. At shutdown polls end first; activities learn of it by a token, get the time for
/// draining, are then cancelled, and are waited for in any case: an activity that does not react to cancellation keeps
/// the worker.
/// </summary>
internal sealed class ActivityWorker : IActivityWorker
{
    private readonly ActivityWorkerSettings _settings;
    private readonly IActivityTaskService _service;
    private readonly ISlotGate _slots;
    private readonly ActivityExecutor _executor;
    private readonly ActivityMetrics _metrics;
    private readonly RateLimiter? _rate;
    private readonly ILogger _log;
    private readonly RunningActivities _running = new();
    private readonly CancellationTokenSource _shutdown = new();
    private readonly SlotStack _eagerSlots = new();

    public ActivityWorker(
        ActivityWorkerSettings settings, IActivityTaskService service, ISlotGate slots, Func<ITemporalClient?> client)
    {
        _settings = settings;
        _service = service;
        _slots = slots;
        _metrics = new(settings.Metrics);
        _rate = settings.MaxPerSecond is > 0 and var rate ? new(rate, TimeProvider.System) : null;
        _log = settings.PollerLogger;
        _executor = new(settings, service, _metrics, client, _shutdown.Token);
    }

    /// <inheritdoc />
    public async Task ExecuteAsync(WorkerStop stop)
    {
        using var eager = _settings.OfferEager?.Invoke(this);
        try
        {
            await Pollers.RunAsync(_settings.Pollers, PollOnceAsync, stop).ConfigureAwait(false);
        }
        finally
        {
            await DrainAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public bool TryReserveSlot()
    {
        if (_shutdown.IsCancellationRequested || _slots.TryReserve(isSticky: false) is not { } permit)
        {
            return false;
        }
        _eagerSlots.Push(permit);
        return true;
    }

    /// <inheritdoc />
    public void ReleaseSlot() => _slots.Release(_eagerSlots.Pop(), null);

    /// <inheritdoc />
    public void RunReserved(PollActivityTaskQueueResponse task) => Start(task, _eagerSlots.Pop(), isEager: true);

    private async Task PollOnceAsync(PollBackoff backoff, WorkerStop stop)
    {
        var permit = await _slots.ReserveAsync(isSticky: false, stop.Requested).ConfigureAwait(false);
        var taken = false;
        try
        {
            if (_rate != null)
            {
                await _rate.WaitAsync(stop.Requested).ConfigureAwait(false);
            }
            backoff.Polling();
            var task = await _metrics.PollAsync(() => _service.PollAsync(Request(), stop.CutOff)).ConfigureAwait(false);
            backoff.Succeeded();
            if (task.TaskToken.IsEmpty)
            {
                _metrics.PolledNothing();
                return;
            }
            taken = true;
            Start(task, permit, isEager: false);
        }
        catch (RpcException e) when (!stop.IsRequested && backoff.Next(e) is { } delay)
        {
            Logs.PollFailed(_log, e, _settings.TaskQueue, delay.TotalSeconds);
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
                _slots.Release(permit, null);
            }
        }
    }

    private void Start(PollActivityTaskQueueResponse task, SlotPermit permit, bool isEager)
    {
        var info = new SlotInfo.ActivitySlotInfo(task.ActivityType.Name);
        _slots.MarkUsed(permit, info);
        _metrics.Started(task, isEager);
        var activity = _executor.Prepare(task);
        var running = _settings.TaskFactory.StartNew(
            () => _executor.RunAsync(activity),
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            _settings.TaskFactory.Scheduler ?? TaskScheduler.Default).Unwrap();
        _running.Add(activity, running, () => _slots.Release(permit, info));
    }

    private async Task DrainAsync()
    {
        if (_running.Count > 0)
        {
            Logs.Draining(
                _log, _settings.TaskQueue, _running.Count, _settings.GracefulShutdownTimeout.TotalSeconds);
        }
        await _shutdown.CancelAsync().ConfigureAwait(false);
        var drained = _running.DrainAsync();
        if (_settings.GracefulShutdownTimeout > TimeSpan.Zero)
        {
            await drained.WaitAsync(_settings.GracefulShutdownTimeout)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _running.CancelAll(Temporalio.Activities.ActivityCancelReason.WorkerShutdown);
        await drained.ConfigureAwait(false);
    }

    private PollActivityTaskQueueRequest Request()
    {
        var request = new PollActivityTaskQueueRequest
        {
            Namespace = _settings.Namespace,
            TaskQueue = new() { Name = _settings.TaskQueue, Kind = Api.Enums.V1.TaskQueueKind.Normal },
            Identity = _settings.Identity,
            WorkerInstanceKey = _settings.InstanceKey,
            DeploymentOptions = _settings.Deployment,
            TaskQueueMetadata = _settings.MaxTaskQueuePerSecond is { } rate
                ? new() { MaxTasksPerSecond = rate }
                : null,
        };
#pragma warning disable CS0612 // Servers without worker deployments read the build id here.
        if (_settings.Deployment == null)
        {
            request.WorkerVersionCapabilities = new()
            {
                BuildId = _settings.BuildId,
                UseVersioning = _settings.UseLegacyVersioning,
            };
        }
#pragma warning restore CS0612
        return request;
    }

    /// <summary>Slots reserved for activities that a workflow task may bring.</summary>
    private sealed class SlotStack
    {
        private readonly System.Collections.Concurrent.ConcurrentStack<SlotPermit> _permits = new();

        public void Push(SlotPermit permit) => _permits.Push(permit);

        public SlotPermit Pop() => _permits.TryPop(out var permit)
            ? permit
            : throw new InvalidOperationException("No activity slot is reserved");
    }
}
