using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Worker.Activities;

/// <summary>
/// Sends the heartbeats of one activity. The first goes out at once; those that follow within the throttle interval
/// replace each other, and the last of them goes out when the interval is over. One call at a time. At the end of the
/// activity the interval is cut short: what is left goes with the failure, or is sent before a cancellation is
/// reported, or is dropped.
/// </summary>
internal sealed class ActivityHeartbeats : IDisposable
{
    private const double ThrottleShare = 0.8;

    // Room for clocks and the network before a missing heartbeat is acted on here, without the server.
    private static readonly TimeSpan LocalTimeoutBuffer = TimeSpan.FromSeconds(5);

    private readonly RunningActivity _activity;
    private readonly ActivityWorkerSettings _settings;
    private readonly IActivityTaskService _service;
    private readonly ILogger _log;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _localTimeout;
    private readonly Timer? _missing;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private object?[]? _pending;
    private Task? _sending;

    public ActivityHeartbeats(
        RunningActivity activity, ActivityWorkerSettings settings, IActivityTaskService service, ILogger log)
    {
        _activity = activity;
        _settings = settings;
        _service = service;
        _log = log;
        var timeout = activity.Task.HeartbeatTimeout?.ToTimeSpan() ?? TimeSpan.Zero;
        _interval = timeout > TimeSpan.Zero ? timeout * ThrottleShare : settings.DefaultHeartbeatThrottle;
        if (_interval > settings.MaxHeartbeatThrottle)
        {
            _interval = settings.MaxHeartbeatThrottle;
        }
        if (timeout > TimeSpan.Zero)
        {
            _localTimeout = timeout + LocalTimeoutBuffer;
            _missing = new(_ => activity.Cancel(ActivityCancelReason.Timeout));
            _missing.Change(_localTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Records a heartbeat; returns at once.</summary>
    public void Record(object?[] details)
    {
        lock (_lock)
        {
            if (_ending.Task.IsCompleted)
            {
                return;
            }
            _missing?.Change(_localTimeout, Timeout.InfiniteTimeSpan);
            _pending = details;
            _sending ??= Task.Run(SendAllAsync);
        }
    }

    /// <summary>Ends heartbeats and gives the details that were not sent, encoded.</summary>
    public async Task<Payloads?> EndAsync()
    {
        Task? sending;
        lock (_lock)
        {
            _ending.TrySetResult();
            sending = _sending;
        }
        if (sending != null)
        {
            await sending.ConfigureAwait(false);
        }
        if (_pending == null || _activity.HeartbeatFailure != null)
        {
            return null;
        }
        try
        {
            return await EncodeAsync(_pending).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Too late to fail the activity for it.
            Logs.HeartbeatNotEncoded(_log, e, _activity.Task.ActivityId);
            return null;
        }
    }

    /// <summary>Sends details at once, after the end.</summary>
    public Task FlushAsync(Payloads details) => SendAsync(details);

    public void Dispose() => _missing?.Dispose();

    private async Task SendAllAsync()
    {
        while (TakePending() is { } details)
        {
            try
            {
                await SendAsync(await EncodeAsync(details).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Encoding is the user's code: the activity must learn that its heartbeats are worth nothing.
                Logs.HeartbeatNotEncoded(_log, e, _activity.Task.ActivityId);
                _activity.CancelForHeartbeat(e);
                return;
            }
            await _ending.Task.WaitAsync(_interval).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private object?[]? TakePending()
    {
        lock (_lock)
        {
            var details = _ending.Task.IsCompleted ? null : _pending;
            if (details == null)
            {
                _sending = null;
                return null;
            }
            _pending = null;
            return details;
        }
    }

    private async Task<Payloads> EncodeAsync(object?[] details) =>
        new() { Payloads_ = { await _activity.DataConverter.ToPayloadsAsync(details).ConfigureAwait(false) } };

    private async Task SendAsync(Payloads details)
    {
        try
        {
            var response = await _service.HeartbeatAsync(new()
            {
                Namespace = _settings.Namespace,
                TaskToken = _activity.Task.TaskToken,
                Details = details,
                Identity = _settings.Identity,
            }).ConfigureAwait(false);
            Heed(response);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            _activity.Cancel(ActivityCancelReason.GoneFromServer);
        }
        catch (RpcException e)
        {
            // The next heartbeat may get through; if none does, the server's timeout decides.
            Logs.HeartbeatFailed(_log, e, _activity.Task.ActivityId);
        }
    }

    private void Heed(RecordActivityTaskHeartbeatResponse response)
    {
        var reason = response switch
        {
            { CancelRequested: true } => ActivityCancelReason.CancelRequested,
            { ActivityReset: true } => ActivityCancelReason.Reset,
            { ActivityPaused: true } => ActivityCancelReason.Paused,
            _ => ActivityCancelReason.None,
        };
        if (reason != ActivityCancelReason.None)
        {
            _activity.Cancel(reason, new()
            {
                IsCancelRequested = response.CancelRequested,
                IsReset = response.ActivityReset,
                IsPaused = response.ActivityPaused,
            });
        }
    }
}
