using System.Collections.Concurrent;
using System.Globalization;

namespace Temporalio.Runtime.Export;

/// <summary>
/// Keeps the metrics of a runtime in memory, added up by name and tags, for an exporter to read. Every name may have
/// <see cref="SeriesMax" /> sets of tags; values of further sets are dropped, so that a tag with endless values cannot
/// fill the memory.
/// </summary>
internal sealed class MetricStore(
    bool secondsForDuration, IReadOnlyDictionary<string, IReadOnlyCollection<double>>? bucketOverrides)
    : ICustomMetricMeter
{
    public const int SeriesMax = 10_000;

    private static readonly double[] MillisecondBuckets = [50, 100, 500, 1000, 2500, 10_000];
    private static readonly double[] SecondBuckets = [0.05, 0.1, 0.5, 1, 2.5, 10];

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new();

    public IEnumerable<MetricFamily> Families => _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal);

    public ICustomMetricCounter<T> CreateCounter<T>(string name, string? unit, string? description)
        where T : struct => new Handle<T>(FamilyOf(name, MetricKind.Counter, unit, description), secondsForDuration);

    public ICustomMetricGauge<T> CreateGauge<T>(string name, string? unit, string? description)
        where T : struct => new Handle<T>(FamilyOf(name, MetricKind.Gauge, unit, description), secondsForDuration);

    public ICustomMetricHistogram<T> CreateHistogram<T>(string name, string? unit, string? description)
        where T : struct
    {
        var known = unit == "duration" || typeof(T) == typeof(TimeSpan) ? (secondsForDuration ? "s" : "ms") : unit;
        return new Handle<T>(FamilyOf(name, MetricKind.Histogram, known, description), secondsForDuration);
    }

    public object CreateTags(object? appendFrom, IReadOnlyCollection<KeyValuePair<string, object>> tags) =>
        new TagSet(appendFrom as TagSet, tags);

    private MetricFamily FamilyOf(string name, MetricKind kind, string? unit, string? description) =>
        _families.GetOrAdd(name, _ => new(name, kind, unit, description, BucketsOf(name, kind, unit)));

    private double[] BucketsOf(string name, MetricKind kind, string? unit)
    {
        if (kind != MetricKind.Histogram)
        {
            return [];
        }
        foreach (var (end, bounds) in bucketOverrides ?? new Dictionary<string, IReadOnlyCollection<double>>())
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
            {
                return [.. bounds.Order()];
            }
        }
        return unit == "s" ? SecondBuckets : MillisecondBuckets;
    }

    private sealed class Handle<T>(MetricFamily family, bool secondsForDuration)
        : ICustomMetricCounter<T>, ICustomMetricGauge<T>, ICustomMetricHistogram<T>
        where T : struct
    {
        public void Add(T value, object tags) => Record(value, tags);

        public void Set(T value, object tags) => Record(value, tags);

        public void Record(T value, object tags) => family.SeriesOf((TagSet)tags)?.Record(Number(value));

        private double Number(T value) => value is TimeSpan span
            ? secondsForDuration ? span.TotalSeconds : Math.Truncate(span.TotalMilliseconds)
            : Convert.ToDouble(value, CultureInfo.InvariantCulture);
    }
}
