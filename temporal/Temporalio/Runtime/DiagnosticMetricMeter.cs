using System.Diagnostics;
using System.Diagnostics.Metrics;
using Temporalio.Common;

namespace Temporalio.Runtime;

/// <summary>Metrics over the platform's own meters, which any collector can listen to.</summary>
internal sealed class DiagnosticMetricMeter(Meter meter, KeyValuePair<string, object?>[] tags) : MetricMeter
{
    public override MetricCounter<T> CreateCounter<T>(string name, string? unit = null, string? description = null) =>
        new Counter<T>(meter.CreateCounter<T>(name, unit, description), tags);

    public override MetricHistogram<T> CreateHistogram<T>(
        string name, string? unit = null, string? description = null) =>
        typeof(T) == typeof(TimeSpan)
            ? (MetricHistogram<T>)(object)new SpanHistogram(
                meter.CreateHistogram<double>(name, unit ?? "ms", description), tags)
            : new Histogram<T>(meter.CreateHistogram<T>(name, unit, description), tags);

    public override MetricGauge<T> CreateGauge<T>(string name, string? unit = null, string? description = null) =>
        new Gauge<T>(meter.CreateGauge<T>(name, unit, description), tags);

    public override MetricMeter WithTags(IEnumerable<KeyValuePair<string, object>> extraTags) =>
        new DiagnosticMetricMeter(meter, Merge(tags, extraTags));

    private static KeyValuePair<string, object?>[] Merge(
        KeyValuePair<string, object?>[] tags, IEnumerable<KeyValuePair<string, object>> more)
    {
        var merged = tags.ToDictionary();
        foreach (var (key, value) in more)
        {
            merged[key] = value;
        }
        return [.. merged];
    }

    private static TagList TagsFor(
        KeyValuePair<string, object?>[] tags, IEnumerable<KeyValuePair<string, object>>? extra)
    {
        var list = new TagList(tags);
        foreach (var (key, value) in extra ?? [])
        {
            list.Add(key, value);
        }
        return list;
    }

    private sealed class Counter<T>(System.Diagnostics.Metrics.Counter<T> inner, KeyValuePair<string, object?>[] tags)
        : MetricCounter<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Add(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (inner.Enabled)
            {
                inner.Add(value, TagsFor(tags, extraTags));
            }
        }

        public override MetricCounter<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Counter<T>(inner, Merge(tags, more));
    }

    private sealed class Histogram<T>(
        System.Diagnostics.Metrics.Histogram<T> inner, KeyValuePair<string, object?>[] tags)
        : MetricHistogram<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Record(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (inner.Enabled)
            {
                inner.Record(value, TagsFor(tags, extraTags));
            }
        }

        public override MetricHistogram<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Histogram<T>(inner, Merge(tags, more));
    }

    private sealed class SpanHistogram(
        System.Diagnostics.Metrics.Histogram<double> inner, KeyValuePair<string, object?>[] tags)
        : MetricHistogram<TimeSpan>(inner.Name, inner.Unit, inner.Description)
    {
        public override void Record(TimeSpan value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (inner.Enabled)
            {
                inner.Record(value.TotalMilliseconds, TagsFor(tags, extraTags));
            }
        }

        public override MetricHistogram<TimeSpan> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new SpanHistogram(inner, Merge(tags, more));
    }

    private sealed class Gauge<T>(System.Diagnostics.Metrics.Gauge<T> inner, KeyValuePair<string, object?>[] tags)
        : MetricGauge<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Set(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (inner.Enabled)
            {
                inner.Record(value, TagsFor(tags, extraTags));
            }
        }

        public override MetricGauge<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Gauge<T>(inner, Merge(tags, more));
    }
}
