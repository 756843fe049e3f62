using Temporalio.Common;

namespace Temporalio.Runtime;

/// <summary>Metrics over a meter of the user's own kind.</summary>
internal sealed class CustomMetricMeter(ICustomMetricMeter meter, object tags) : MetricMeter
{
    public override MetricCounter<T> CreateCounter<T>(string name, string? unit = null, string? description = null) =>
        new Counter<T>(meter, meter.CreateCounter<T>(name, unit, description), tags, (name, unit, description));

    public override MetricHistogram<T> CreateHistogram<T>(
        string name, string? unit = null, string? description = null) =>
        new Histogram<T>(meter, meter.CreateHistogram<T>(name, unit, description), tags, (name, unit, description));

    public override MetricGauge<T> CreateGauge<T>(string name, string? unit = null, string? description = null) =>
        new Gauge<T>(meter, meter.CreateGauge<T>(name, unit, description), tags, (name, unit, description));

    public override MetricMeter WithTags(IEnumerable<KeyValuePair<string, object>> extraTags) =>
        new CustomMetricMeter(meter, Append(meter, tags, extraTags));

    private static object Append(
        ICustomMetricMeter meter, object tags, IEnumerable<KeyValuePair<string, object>>? extraTags) =>
        extraTags == null ? tags : meter.CreateTags(tags, [.. extraTags]);

    private sealed class Counter<T>(
        ICustomMetricMeter meter,
        ICustomMetricCounter<T> inner,
        object tags,
        (string Name, string? Unit, string? Description) text)
        : MetricCounter<T>(text.Name, text.Unit, text.Description)
        where T : struct
    {
        public override void Add(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null) =>
            inner.Add(value, Append(meter, tags, extraTags));

        public override MetricCounter<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Counter<T>(meter, inner, Append(meter, tags, more), text);
    }

    private sealed class Histogram<T>(
        ICustomMetricMeter meter,
        ICustomMetricHistogram<T> inner,
        object tags,
        (string Name, string? Unit, string? Description) text)
        : MetricHistogram<T>(text.Name, text.Unit, text.Description)
        where T : struct
    {
        public override void Record(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null) =>
            inner.Record(value, Append(meter, tags, extraTags));

        public override MetricHistogram<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Histogram<T>(meter, inner, Append(meter, tags, more), text);
    }

    private sealed class Gauge<T>(
        ICustomMetricMeter meter,
        ICustomMetricGauge<T> inner,
        object tags,
        (string Name, string? Unit, string? Description) text)
        : MetricGauge<T>(text.Name, text.Unit, text.Description)
        where T : struct
    {
        public override void Set(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null) =>
            inner.Set(value, Append(meter, tags, extraTags));

        public override MetricGauge<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Gauge<T>(meter, inner, Append(meter, tags, more), text);
    }
}
