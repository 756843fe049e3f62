using System.Diagnostics.Metrics;
using Temporalio.Common;

namespace Temporalio.Runtime;

/// <summary>What connections and workers share: the metrics.</summary>
public sealed class TemporalRuntime
{
    private const string MeterName = "Temporalio";
    private const string ServiceName = "temporal-core-sdk";

    private static readonly Lazy<TemporalRuntime> LazyDefault = new(() => new(new TemporalRuntimeOptions()));

    /// <summary>Creates a runtime.</summary>
    /// <param name="options">Options.</param>
    public TemporalRuntime(TemporalRuntimeOptions options)
    {
        var metrics = options.Telemetry.Metrics ?? new MetricsOptions();
        var tags = TagsOf(metrics);
        if (metrics.CustomMetricMeter is { } custom)
        {
            MetricMeter = new CustomMetricMeter(custom, custom.CreateTags(null, tags));
            Metrics = new(
                MetricMeter,
                metrics.MetricPrefix ?? "temporal_",
                static () => true,
                metrics.CustomMetricMeterOptions?.HistogramDurationFormat ?? default);
        }
        else
        {
            var meter = new Meter(MeterName);
            MetricMeter = new DiagnosticMetricMeter(
                meter, [.. tags.Select(t => new KeyValuePair<string, object?>(t.Key, t.Value))]);
            var probe = meter.CreateCounter<long>($"{metrics.MetricPrefix ?? "temporal_"}request");
            Metrics = new(
                MetricMeter,
                metrics.MetricPrefix ?? "temporal_",
                () => probe.Enabled,
                CustomMetricMeterOptions.DurationFormat.FloatSeconds);
        }
    }

    /// <summary>Runtime of connections that name none.</summary>
    public static TemporalRuntime Default => LazyDefault.Value;

    /// <summary>Makes metrics beside those of this library.</summary>
    public MetricMeter MetricMeter { get; private init; }

    internal SdkMetrics Metrics { get; }

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
