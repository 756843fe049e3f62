using Temporalio.Activities;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;

namespace Temporalio.Worker.Activities;

/// <summary>
/// One attempt of an activity while it runs: its context and its cancellation.
/// </summary>
/// <remarks>
/// Cancellation happens once, the first reason stays: the reason and details are set, then the token is cancelled.
/// After the end nothing can cancel any more.
/// </remarks>
internal sealed class RunningActivity : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private bool _ended;

    public RunningActivity(PollActivityTaskQueueResponse task, DataConverter dataConverter)
    {
        Task = task;
        DataConverter = dataConverter;
    }

    public PollActivityTaskQueueResponse Task { get; }

    /// <summary>Converter for this activity.</summary>
    public DataConverter DataConverter { get; }

    public CancellationToken CancellationToken => _cancellation.Token;

    public ActivityExecutionContext Context { get; set; } = null!;

    public ActivityHeartbeats Heartbeats { get; set; } = null!;

    /// <summary>Why a heartbeat could not be recorded, if that is the reason for the cancellation.</summary>
    public Exception? HeartbeatFailure { get; private set; }

    public void Cancel(ActivityCancelReason reason) => Cancel(reason, DetailsFor(reason));

    public void CancelForHeartbeat(Exception failure)
    {
        HeartbeatFailure = failure;
        Cancel(ActivityCancelReason.HeartbeatRecordFailure);
    }

    public void Cancel(ActivityCancelReason reason, ActivityCancellationDetails details)
    {
        lock (_lock)
        {
            if (_ended || Context.CancelReason != ActivityCancelReason.None)
            {
                return;
            }
            Context.CancelReason = reason;
            Context.CancellationDetails = details;
        }
        // Outside of the lock: callbacks of the activity run here.
        _cancellation.Cancel();
    }

    public void End()
    {
        lock (_lock)
        {
            _ended = true;
        }
    }

    public void Dispose() => _cancellation.Dispose();

    private static ActivityCancellationDetails DetailsFor(ActivityCancelReason reason) => new()
    {
        IsGoneFromServer = reason == ActivityCancelReason.GoneFromServer,
        IsCancelRequested = reason == ActivityCancelReason.CancelRequested,
        IsTimedOut = reason == ActivityCancelReason.Timeout,
        IsWorkerShutdown = reason == ActivityCancelReason.WorkerShutdown,
        IsHeartbeatRecordFailure = reason == ActivityCancelReason.HeartbeatRecordFailure,
        IsPaused = reason == ActivityCancelReason.Paused,
        IsReset = reason == ActivityCancelReason.Reset,
    };
}
