using Temporalio.Common;

namespace Temporalio.Runtime;

/// <summary>Makes the metrics that this library itself records, with their prefix.</summary>
internal sealed class SdkMetrics(
    MetricMeter meter, string prefix, Func<bool> isEnabled, CustomMetricMeterOptions.DurationFormat durations)
{
    /// <summary>Gets the tag of an activity's failure.</summary>
    public static KeyValuePair<string, object> ActivityError { get; } = new("failure_reason", "ActivityError");

    /// <summary>Whether anyone listens; without, recording can be left out.</summary>
    public bool IsEnabled => isEnabled();

    public MetricMeter Meter => meter;

    public MetricCounter<long> Counter(string name, string description) =>
        meter.CreateCounter<long>(prefix + name, null, description);

    public MetricGauge<long> Gauge(string name, string description) =>
        meter.CreateGauge<long>(prefix + name, null, description);

    public Latency Histogram(string name, string description) => new(meter, prefix + name, description, durations);

    public SdkMetrics WithTags(IEnumerable<KeyValuePair<string, object>> tags) =>
        new(meter.WithTags(tags), prefix, isEnabled, durations);

    /// <summary>A histogram of durations, in the unit that was asked for.</summary>
    internal sealed class Latency
    {
        private readonly MetricHistogram<long>? _milliseconds;
        private readonly MetricHistogram<double>? _seconds;
        private readonly MetricHistogram<TimeSpan>? _spans;

        public Latency(
            MetricMeter meter, string name, string description, CustomMetricMeterOptions.DurationFormat format)
        {
            switch (format)
            {
                case CustomMetricMeterOptions.DurationFormat.FloatSeconds:
                    _seconds = meter.CreateHistogram<double>(name, "s", description);
                    break;
                case CustomMetricMeterOptions.DurationFormat.TimeSpan:
                    _spans = meter.CreateHistogram<TimeSpan>(name, "duration", description);
                    break;
                default:
                    _milliseconds = meter.CreateHistogram<long>(name, "ms", description);
                    break;
            }
        }

        public void Record(TimeSpan duration, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            _milliseconds?.Record((long)duration.TotalMilliseconds, extraTags);
            _seconds?.Record(duration.TotalSeconds, extraTags);
            _spans?.Record(duration, extraTags);
        }
    }
}
