using System.Diagnostics.Metrics;
using Temporalio.Extensions.DiagnosticSource;
using Temporalio.Runtime;

namespace Sagas.Telemetry;

/// <summary>Temporal's own metrics, recorded with a meter of the platform so that they leave with all others.</summary>
public static class TemporalMetrics
{
    internal const string MeterName = "Temporalio";

    private static readonly Lazy<TemporalRuntime> Metered = new(() => new TemporalRuntime(new TemporalRuntimeOptions
    {
        Telemetry = new TelemetryOptions
        {
            Metrics = new MetricsOptions
            {
                // The process has said its name already; a collector that puts both on one point drops the metric.
                AttachServiceName = false,
                CustomMetricMeter = new CustomMetricMeter(new Meter(MeterName)),
                CustomMetricMeterOptions = new CustomMetricMeterOptions
                {
                    HistogramDurationFormat = CustomMetricMeterOptions.DurationFormat.FloatSeconds,
                },
            },
        },
    }));

    /// <summary>What a Temporal client must run on so that its metrics are seen; null, for the default, where nobody looks.</summary>
    /// <param name="settings">Whether anybody looks.</param>
    public static TemporalRuntime? Runtime(this TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.IsOn ? Metered.Value : null;
    }
}
