using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Runtime;

namespace Temporalio.Testing;

/// <summary>Runs code as an activity, without a worker. Each environment is for one activity at a time.</summary>
public record ActivityEnvironment
{
    private static readonly DateTime FirstMoment = new(1970, 1, 1, 1, 1, 1, DateTimeKind.Utc);

    /// <summary>Facts that activities see by default.</summary>
    public static readonly ActivityInfo DefaultInfo = new(
        ActivityId: "test",
        ActivityType: "unknown",
        Attempt: 1,
        CurrentAttemptScheduledTime: FirstMoment,
        DataConverter: DataConverter.Default,
        HeartbeatDetails: [],
        HeartbeatTimeout: null,
        IsLocal: false,
        Namespace: "default",
        Priority: Priority.Default,
        RetryPolicy: new(),
        ScheduleToCloseTimeout: TimeSpan.FromSeconds(1),
        ScheduledTime: FirstMoment,
        StartToCloseTimeout: TimeSpan.FromSeconds(1),
        StartedTime: FirstMoment,
        TaskQueue: "test",
        TaskToken: "test"u8.ToArray(),
        WorkflowId: "test",
        WorkflowNamespace: "default",
        WorkflowRunId: "test-run",
        WorkflowType: "test");

    private ActivityExecutionContext? _context;
    private ActivityCancelReason _cancelReason;
    private ActivityCancellationDetails? _cancellationDetails;

    /// <summary>Facts that the activity sees.</summary>
    /// <value><see cref="DefaultInfo"/>.</value>
    public ActivityInfo Info { get; init; } = DefaultInfo;

    /// <summary>Logger of the activity.</summary>
    /// <value>Logs nothing.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Converter of values.</summary>
    /// <value>The default one.</value>
    public IPayloadConverter PayloadConverter { get; init; } = DataConverter.Default.PayloadConverter;

    /// <summary>Makes metrics.</summary>
    /// <value>Null: those of the default runtime.</value>
    public MetricMeter? MetricMeter { get; init; }

    /// <summary>Client that the activity sees.</summary>
    /// <value>Null: asking for it fails.</value>
    public ITemporalClient? TemporalClient { get; init; }

    /// <summary>Gets the heartbeats.</summary>
    /// <value>Does nothing.</value>
    public Action<object?[]> Heartbeater { get; init; } = _ => { };

    /// <summary>Cancels the activity.</summary>
    public CancellationTokenSource CancellationTokenSource { get; init; } = new();

    /// <summary>Tells the activity that the worker is shutting down.</summary>
    public CancellationTokenSource WorkerShutdownTokenSource { get; init; } = new();

    /// <summary>Reason that the activity sees; to be set before it is cancelled.</summary>
    /// <value>None.</value>
    public ActivityCancelReason CancelReason
    {
        get => _cancelReason;
        set
        {
            _cancelReason = value;
            if (_context is { } context)
            {
                context.CancelReason = value;
            }
        }
    }

    /// <summary>Details that the activity sees; to be set before it is cancelled.</summary>
    /// <value>Null.</value>
    public ActivityCancellationDetails? CancellationDetails
    {
        get => _cancellationDetails;
        set
        {
            _cancellationDetails = value;
            if (_context is { } context)
            {
                context.CancellationDetails = value;
            }
        }
    }

    /// <summary>Cancels the activity, as the workflow would.</summary>
    public void Cancel() => Cancel(ActivityCancelReason.CancelRequested);

    /// <summary>Cancels the activity.</summary>
    /// <param name="reason">Reason.</param>
    public void Cancel(ActivityCancelReason reason) => Cancel(reason, new()
    {
        IsGoneFromServer = reason == ActivityCancelReason.GoneFromServer,
        IsCancelRequested = reason == ActivityCancelReason.CancelRequested,
        IsTimedOut = reason == ActivityCancelReason.Timeout,
        IsWorkerShutdown = reason == ActivityCancelReason.WorkerShutdown,
        IsHeartbeatRecordFailure = reason == ActivityCancelReason.HeartbeatRecordFailure,
        IsPaused = reason == ActivityCancelReason.Paused,
        IsReset = reason == ActivityCancelReason.Reset,
    });

    /// <summary>Cancels the activity. Only the first time counts.</summary>
    /// <param name="reason">Reason.</param>
    /// <param name="details">Details.</param>
    public void Cancel(ActivityCancelReason reason, ActivityCancellationDetails details)
    {
        if (CancellationTokenSource.IsCancellationRequested)
        {
            return;
        }
        CancelReason = reason;
        CancellationDetails = details;
        CancellationTokenSource.Cancel();
    }

    /// <summary>Runs an activity.</summary>
    /// <param name="activity">Activity.</param>
    /// <returns>Task of the activity.</returns>
    public Task RunAsync(Action activity) =>
        RunAsync(() =>
        {
            activity();
            return Task.FromResult(default(ValueTuple));
        });

    /// <summary>Runs an activity.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="activity">Activity.</param>
    /// <returns>The result.</returns>
    public Task<T> RunAsync<T>(Func<T> activity) => RunAsync(() => Task.FromResult(activity()));

    /// <summary>Runs an activity.</summary>
    /// <param name="activity">Activity.</param>
    /// <returns>Task of the activity.</returns>
    public Task RunAsync(Func<Task> activity) =>
        RunAsync(async () =>
        {
            await activity().ConfigureAwait(false);
            return default(ValueTuple);
        });

    /// <summary>Runs an activity.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="activity">Activity.</param>
    /// <returns>The result.</returns>
    public async Task<T> RunAsync<T>(Func<Task<T>> activity)
    {
        _context = new(
            Info,
            CancellationTokenSource.Token,
            WorkerShutdownTokenSource.Token,
            ByteString.CopyFrom(Info.TaskToken),
            Logger,
            PayloadConverter,
            new Lazy<MetricMeter>(() => MetricMeter ?? TemporalRuntime.Default.MetricMeter),
            TemporalClient,
            Heartbeater)
        {
            CancelReason = CancelReason,
            CancellationDetails = CancellationDetails,
        };
        try
        {
            ActivityExecutionContext.SetCurrent(_context);
            return await activity().ConfigureAwait(false);
        }
        finally
        {
            ActivityExecutionContext.SetCurrent(null);
            _context = null;
        }
    }
}
