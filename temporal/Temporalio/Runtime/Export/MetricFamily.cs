using System.Collections.Concurrent;

namespace Temporalio.Runtime.Export;

/// <summary>What the values of a metric mean.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>A metric with the series of all its sets of tags.</summary>
internal sealed class MetricFamily(
    string name, MetricKind kind, string? unit, string? description, double[] buckets)
{
    private readonly ConcurrentDictionary<TagSet, MetricSeries> _series = new();

    public string Name => name;

    public MetricKind Kind => kind;

    public string Unit => unit ?? string.Empty;

    public string Description => description ?? string.Empty;

    public double[] Buckets => buckets;

    public IEnumerable<KeyValuePair<TagSet, MetricSeries>> Series =>
        _series.OrderBy(s => s.Key.Text, StringComparer.Ordinal);

    /// <summary>Gives the series of a set of tags; null when there are too many.</summary>
    public MetricSeries? SeriesOf(TagSet tags)
    {
        if (_series.TryGetValue(tags, out var series))
        {
            return series;
        }
        return _series.Count >= MetricStore.SeriesMax ? null : _series.GetOrAdd(tags, _ => new(kind, buckets));
    }
}
