namespace Temporalio.Runtime.Export;

/// <summary>The values of one metric under one set of tags, added up.</summary>
internal sealed class MetricSeries(MetricKind kind, double[] buckets)
{
    private readonly Lock _lock = new();

    /// <summary>Values by bucket: each holds those up to its bound, the last one those beyond all bounds.</summary>
    private long[] _counts = new long[buckets.Length + 1];
    private double _sum;
    private long _count;

    public void Record(double value)
    {
        lock (_lock)
        {
            _count++;
            _sum = kind == MetricKind.Gauge ? value : _sum + value;
            if (kind == MetricKind.Histogram)
            {
                var bucket = Array.BinarySearch(buckets, value);
                _counts[bucket < 0 ? ~bucket : bucket]++;
            }
        }
    }

    /// <summary>Reads the values.</summary>
    /// <param name="reset">Whether sums begin anew; gauges keep their value.</param>
    public Point Read(bool reset = false)
    {
        lock (_lock)
        {
            var point = new Point(_sum, _count, (long[])_counts.Clone());
            if (reset && kind != MetricKind.Gauge)
            {
                (_sum, _count, _counts) = (0, 0, new long[buckets.Length + 1]);
            }
            return point;
        }
    }

    /// <summary>The values at one time; of a gauge the sum is the last value.</summary>
    internal readonly record struct Point(double Sum, long Count, long[] BucketCounts);
}
