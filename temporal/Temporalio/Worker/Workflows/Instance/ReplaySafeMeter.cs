using Temporalio.Common;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>A workflow's meter: records nothing while history is replayed.</summary>
internal sealed class ReplaySafeMeter(MetricMeter inner, RunState run) : MetricMeter
{
    public override MetricCounter<T> CreateCounter<T>(string name, string? unit = null, string? description = null) =>
        new Counter<T>(inner.CreateCounter<T>(name, unit, description), run);

    public override MetricGauge<T> CreateGauge<T>(string name, string? unit = null, string? description = null) =>
        new Gauge<T>(inner.CreateGauge<T>(name, unit, description), run);

    public override MetricHistogram<T> CreateHistogram<T>(
        string name, string? unit = null, string? description = null) =>
        new Histogram<T>(inner.CreateHistogram<T>(name, unit, description), run);

    public override MetricMeter WithTags(IEnumerable<KeyValuePair<string, object>> tags) =>
        new ReplaySafeMeter(inner.WithTags(tags), run);

    private sealed class Counter<T>(MetricCounter<T> inner, RunState run)
        : MetricCounter<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Add(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (!run.IsReplayingHistoryEvents)
            {
                inner.Add(value, extraTags);
            }
        }

        public override MetricCounter<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags) =>
            new Counter<T>(inner.WithTags(tags), run);
    }

    private sealed class Gauge<T>(MetricGauge<T> inner, RunState run)
        : MetricGauge<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Set(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (!run.IsReplayingHistoryEvents)
            {
                inner.Set(value, extraTags);
            }
        }

        public override MetricGauge<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags) =>
            new Gauge<T>(inner.WithTags(tags), run);
    }

    private sealed class Histogram<T>(MetricHistogram<T> inner, RunState run)
        : MetricHistogram<T>(inner.Name, inner.Unit, inner.Description)
        where T : struct
    {
        public override void Record(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null)
        {
            if (!run.IsReplayingHistoryEvents)
            {
                inner.Record(value, extraTags);
            }
        }

        public override MetricHistogram<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags) =>
            new Histogram<T>(inner.WithTags(tags), run);
    }
}
