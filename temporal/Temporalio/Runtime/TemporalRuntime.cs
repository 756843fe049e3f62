using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Common;
using Temporalio.Runtime.Export;

namespace Temporalio.Runtime;

/// <summary>What connections and workers share: the metrics, and where their own log lines go.</summary>
public sealed class TemporalRuntime
{
    private const string MeterName = "Temporalio";
    private const string DefaultPrefix = "temporal_";
    private const string ServiceName = "temporal-core-sdk";

    private static readonly Lazy<TemporalRuntime> LazyDefault = new(() => new(new TemporalRuntimeOptions()));

    private readonly CoreLogger? _coreLogger;

    /// <summary>Creates a runtime.</summary>
    /// <param name="options">Options.</param>
    /// <exception cref="ArgumentException">An option is missing or contradicts another.</exception>
    /// <exception cref="InvalidOperationException">Metrics cannot be shown on the address given.</exception>
    public TemporalRuntime(TemporalRuntimeOptions options)
    {
        _coreLogger = CoreLoggerOf(options.Telemetry.Logging);
        var metrics = options.Telemetry.Metrics ?? new MetricsOptions();
        if (new object?[] { metrics.CustomMetricMeter, metrics.Prometheus, metrics.OpenTelemetry }
            .Count(option => option != null) > 1)
        {
            throw new ArgumentException(
                "Cannot have Prometheus and OpenTelemetry/CustomMetricMeter metrics options");
        }
        var prefix = metrics.MetricPrefix ?? DefaultPrefix;
        var tags = TagsOf(metrics);
        if ((metrics.CustomMetricMeter ?? StartExporter(metrics)) is { } custom)
        {
            MetricMeter = new CustomMetricMeter(custom, custom.CreateTags(null, tags));
            Metrics = new(MetricMeter, prefix, static () => true, DurationsOf(metrics));
        }
        else
        {
            var meter = new Meter(MeterName);
            MetricMeter = new DiagnosticMetricMeter(
                meter, [.. tags.Select(t => new KeyValuePair<string, object?>(t.Key, t.Value))]);
            var probe = meter.CreateCounter<long>($"{prefix}request");
            Metrics = new(
                MetricMeter, prefix, () => probe.Enabled, CustomMetricMeterOptions.DurationFormat.FloatSeconds);
        }
    }

    /// <summary>Runtime of connections that name none.</summary>
    public static TemporalRuntime Default => LazyDefault.Value;

    /// <summary>Makes metrics beside those of this library.</summary>
    public MetricMeter MetricMeter { get; private init; }

    internal SdkMetrics Metrics { get; }

    /// <summary>Gets the address on which Prometheus finds the metrics; null when it does not.</summary>
    internal IPEndPoint? PrometheusAddress { get; private set; }

    /// <summary>Gives the logger for lines about connections and pollers.</summary>
    internal ILogger CoreLoggerOr(ILogger own) => _coreLogger ?? own;

    private static CoreLogger? CoreLoggerOf(LoggingOptions? options) => options?.Forwarding is not { } forwarding
        ? null
        : new(
            forwarding.Logger ??
                throw new ArgumentException("Log forwarding option Logger is required to forward log lines"),
            options.Filter.MinimumLevel(),
            forwarding.IncludeFields);

    private static CustomMetricMeterOptions.DurationFormat DurationsOf(MetricsOptions options) =>
        options.Prometheus?.UseSecondsForDuration ?? options.OpenTelemetry?.UseSecondsForDuration ?? false
            ? CustomMetricMeterOptions.DurationFormat.FloatSeconds
            : options.CustomMetricMeterOptions?.HistogramDurationFormat ?? default;

    private MetricStore? StartExporter(MetricsOptions options)
    {
        var logger = _coreLogger ?? (ILogger)NullLogger.Instance;
        if (options.Prometheus is { } prometheus)
        {
            var store = new MetricStore(prometheus.UseSecondsForDuration, prometheus.HistogramBucketOverrides);
            PrometheusAddress = PrometheusEndpoint.Start(
                prometheus.BindAddress, () => PrometheusText.Write(store, prometheus), logger).Address;
            return store;
        }
        if (options.OpenTelemetry is { } openTelemetry)
        {
            var store = new MetricStore(openTelemetry.UseSecondsForDuration, openTelemetry.HistogramBucketOverrides);
            OtlpPusher.Start((OpenTelemetryOptions)openTelemetry.Clone(), store, ServiceName, logger);
            return store;
        }
        return null;
    }

    private static List<KeyValuePair<string, object>> TagsOf(MetricsOptions options)
    {
        List<KeyValuePair<string, object>> tags = [];
        if (options.AttachServiceName)
        {
            tags.Add(new("service_name", ServiceName));
        }
        foreach (var (key, value) in options.GlobalTags ?? [])
        {
            tags.Add(new(key, value));
        }
        return tags;
    }
}
