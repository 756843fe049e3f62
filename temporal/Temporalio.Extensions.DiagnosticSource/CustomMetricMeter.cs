using System.Diagnostics.Metrics;
using Temporalio.Runtime;

namespace Temporalio.Extensions.DiagnosticSource;

/// <summary>
/// Records metrics of the SDK, and those made through it, with a meter of the platform. Histograms of durations are whole
/// milliseconds, unless the options of the custom meter ask for seconds; durations as time spans are recorded in
/// milliseconds.
/// </summary>
/// <param name="meter">Meter of the platform.</param>
public class CustomMetricMeter(Meter meter) : ICustomMetricMeter
{
    /// <summary>Gets the meter of the platform.</summary>
    public Meter Meter { get; private init; } = meter;

    /// <inheritdoc />
    public ICustomMetricCounter<T> CreateCounter<T>(string name, string? unit, string? description)
        where T : struct => new CounterOf<T>(Meter.CreateCounter<T>(name, unit, description));

    /// <inheritdoc />
    public ICustomMetricHistogram<T> CreateHistogram<T>(string name, string? unit, string? description)
        where T : struct => typeof(T) == typeof(TimeSpan)
            ? (ICustomMetricHistogram<T>)(object)new HistogramOfSpans(
                Meter.CreateHistogram<long>(name, unit == "duration" ? "ms" : unit, description))
            : new HistogramOf<T>(Meter.CreateHistogram<T>(name, unit, description));

    /// <inheritdoc />
    public ICustomMetricGauge<T> CreateGauge<T>(string name, string? unit, string? description)
        where T : struct => new GaugeOf<T>(Meter.CreateGauge<T>(name, unit, description));

    /// <inheritdoc />
    public object CreateTags(object? appendFrom, IReadOnlyCollection<KeyValuePair<string, object>> tags)
    {
        var all = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in (KeyValuePair<string, object?>[]?)appendFrom ?? [])
        {
            all[name] = value;
        }
        foreach (var (name, value) in tags)
        {
            all[name] = value;
        }
        return all.ToArray();
    }

    private static ReadOnlySpan<KeyValuePair<string, object?>> Tags(object tags) =>
        (KeyValuePair<string, object?>[])tags;

    private sealed class CounterOf<T>(Counter<T> inner) : ICustomMetricCounter<T>
        where T : struct
    {
        public void Add(T value, object tags) => inner.Add(value, Tags(tags));
    }

    private sealed class HistogramOf<T>(Histogram<T> inner) : ICustomMetricHistogram<T>
        where T : struct
    {
        public void Record(T value, object tags) => inner.Record(value, Tags(tags));
    }

    private sealed class HistogramOfSpans(Histogram<long> inner) : ICustomMetricHistogram<TimeSpan>
    {
        public void Record(TimeSpan value, object tags) => inner.Record((long)value.TotalMilliseconds, Tags(tags));
    }

    private sealed class GaugeOf<T>(Gauge<T> inner) : ICustomMetricGauge<T>
        where T : struct
    {
        public void Set(T value, object tags) => inner.Record(value, Tags(tags));
    }
}
