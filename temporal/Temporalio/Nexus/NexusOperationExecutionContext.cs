using Microsoft.Extensions.Logging;
using NexusRpc.Handlers;
using Temporalio.Client;
using Temporalio.Common;

namespace Temporalio.Nexus;

/// <summary>What a Nexus operation handler can ask while it is called.</summary>
public class NexusOperationExecutionContext
{
    private static readonly AsyncLocal<NexusOperationExecutionContext?> AsyncLocalCurrent = new();

    private readonly Lazy<MetricMeter> _metricMeter;
    private readonly ITemporalClient? _client;

    internal NexusOperationExecutionContext(
        NexusOperationInfo info, ILogger logger, Lazy<MetricMeter> metricMeter, ITemporalClient? client)
    {
        Info = info;
        Logger = logger;
        _metricMeter = metricMeter;
        _client = client;
    }

    /// <summary>The start of an operation that the current code handles.</summary>
    internal static OperationStartContext? CurrentStart => AsyncLocalCurrent.Value?.Start;

    /// <summary>Whether the current code runs in a Nexus operation handler.</summary>
    public static bool HasCurrent => AsyncLocalCurrent.Value != null;

    /// <summary>Context of the handler that the current code runs in.</summary>
    /// <exception cref="InvalidOperationException">It runs in none.</exception>
    public static NexusOperationExecutionContext Current => AsyncLocalCurrent.Value
        ?? throw new InvalidOperationException("No current context: this code does not run in a Nexus operation handler");

    /// <summary>Facts of this call.</summary>
    public NexusOperationInfo Info { get; private init; }

    /// <summary>Logger whose lines carry the facts of this call.</summary>
    public ILogger Logger { get; private init; }

    /// <summary>Makes metrics that carry namespace, task queue, service and operation.</summary>
    public MetricMeter MetricMeter => _metricMeter.Value;

    /// <summary>Client of the worker.</summary>
    /// <exception cref="InvalidOperationException">The worker was made without a full client.</exception>
    public ITemporalClient TemporalClient => _client
        ?? throw new InvalidOperationException("No Temporal client available: the worker's client is not a full one");

    /// <summary>The start of an operation that is being handled; null while none is, or its cancellation is.</summary>
    internal OperationStartContext? Start { get; set; }

    /// <summary>Makes a context the current one; null for none.</summary>
    internal static void SetCurrent(NexusOperationExecutionContext? context) => AsyncLocalCurrent.Value = context;
}
