using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Activities;

/// <summary>What an activity can ask and do while it runs. Safe for concurrent use.</summary>
public class ActivityExecutionContext
{
    private static readonly AsyncLocal<ActivityExecutionContext?> AsyncLocalCurrent = new();

    private readonly Lazy<MetricMeter> _metricMeter;
    private readonly ITemporalClient? _client;
    private Action<object?[]> _heartbeat;

    internal ActivityExecutionContext(
        ActivityInfo info,
        CancellationToken cancellationToken,
        CancellationToken workerShutdownToken,
        ByteString taskToken,
        ILogger logger,
        IPayloadConverter payloadConverter,
        Lazy<MetricMeter> metricMeter,
        ITemporalClient? client,
        Action<object?[]> heartbeat)
    {
        Info = info;
        CancellationToken = cancellationToken;
        WorkerShutdownToken = workerShutdownToken;
        TaskToken = taskToken;
        Logger = logger;
        PayloadConverter = payloadConverter;
        _metricMeter = metricMeter;
        _client = client;
        _heartbeat = heartbeat;
    }

    /// <summary>Whether the current code runs in an activity.</summary>
    public static bool HasCurrent => AsyncLocalCurrent.Value != null;

    /// <summary>Context of the activity that the current code runs in.</summary>
    /// <exception cref="InvalidOperationException">It runs in none.</exception>
    public static ActivityExecutionContext Current => AsyncLocalCurrent.Value
        ?? throw new InvalidOperationException("No current context");

    /// <summary>Facts of this attempt.</summary>
    public ActivityInfo Info { get; private init; }

    /// <summary>Logger whose lines carry the facts of this attempt.</summary>
    public ILogger Logger { get; private init; }

    /// <summary>
    /// Cancelled when the activity is to stop. Requests from the workflow arrive only with heartbeats.
    /// </summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>Cancelled as soon as the worker begins to shut down, before the time for draining.</summary>
    public CancellationToken WorkerShutdownToken { get; private init; }

    /// <summary>Why the activity was cancelled; set before the token is cancelled.</summary>
    public ActivityCancelReason CancelReason { get; internal set; }

    /// <summary>Everything that is known about the cancellation; null while there is none.</summary>
    public ActivityCancellationDetails? CancellationDetails { get; internal set; }

    /// <summary>Converter of values.</summary>
    public IPayloadConverter PayloadConverter { get; private init; }

    /// <summary>Makes metrics that carry namespace, task queue and activity type.</summary>
    public MetricMeter MetricMeter => _metricMeter.Value;

    /// <summary>Client of the worker.</summary>
    /// <exception cref="InvalidOperationException">The worker was made without a full client.</exception>
    public ITemporalClient TemporalClient => _client
        ?? throw new InvalidOperationException("No Temporal client available: the worker's client is not a full one");

    internal ByteString TaskToken { get; }

    /// <summary>
    /// Tells the server that the activity is alive, with details for the next attempt. Returns at once; the call is
    /// made in the background, and not for every heartbeat when they come in quick succession.
    /// </summary>
    /// <param name="details">Details; they must be convertible.</param>
    public void Heartbeat(params object?[] details) => _heartbeat(details);

    internal static void SetCurrent(ActivityExecutionContext? context) => AsyncLocalCurrent.Value = context;

    /// <summary>Puts interceptors before the heartbeat.</summary>
    internal void SetHeartbeat(Action<object?[]> heartbeat) => _heartbeat = heartbeat;
}
