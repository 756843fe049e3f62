using Google.Protobuf;

namespace Temporalio.Runtime.Export;

/// <summary>
/// Writes metrics as the message <c>ExportMetricsServiceRequest</c> of the OpenTelemetry protocol. Only a handful of its
/// fields are needed, so they are written by number and need no generated types.
/// </summary>
internal static class OtlpMetrics
{
    private const int DeltaTemporality = 1;
    private const int CumulativeTemporality = 2;

    public static byte[] Write(MetricStore store, string serviceName, DateTimeOffset start, DateTimeOffset now, bool delta)
    {
        var window = new Window(Nanoseconds(start), Nanoseconds(now), delta);
        return Bytes(request => Message(request, 1, resource =>
        {
            Message(resource, 1, r => Attribute(r, 1, "service.name", serviceName));
            Message(resource, 2, scope =>
            {
                Message(scope, 1, s => Text(s, 1, "Temporalio"));
                foreach (var family in store.Families)
                {
                    Message(scope, 2, metric => WriteFamily(metric, family, window));
                }
            });
        }));
    }

    private static void WriteFamily(CodedOutputStream metric, MetricFamily family, Window window)
    {
        Text(metric, 1, family.Name);
        Text(metric, 2, family.Description);
        Text(metric, 3, family.Unit);
        Message(metric, FieldOf(family.Kind), data =>
        {
            foreach (var (tags, series) in family.Series)
            {
                Message(data, 1, point => WritePoint(point, family, tags, series.Read(window.IsDelta), window));
            }
            if (family.Kind != MetricKind.Gauge)
            {
                data.WriteTag(2, WireFormat.WireType.Varint);
                data.WriteEnum(window.IsDelta ? DeltaTemporality : CumulativeTemporality);
            }
            if (family.Kind == MetricKind.Counter)
            {
                data.WriteTag(3, WireFormat.WireType.Varint);
                data.WriteBool(true);
            }
        });
    }

    private static int FieldOf(MetricKind kind) => kind switch
    {
        MetricKind.Gauge => 5,
        MetricKind.Counter => 7,
        _ => 9,
    };

    private static void WritePoint(
        CodedOutputStream point, MetricFamily family, TagSet tags, MetricSeries.Point values, Window window)
    {
        Fixed(point, 2, window.Start);
        Fixed(point, 3, window.End);
        if (family.Kind == MetricKind.Histogram)
        {
            Fixed(point, 4, (ulong)values.Count);
            Double(point, 5, values.Sum);
            Message(point, 6, counts => Array.ForEach(values.BucketCounts, n => counts.WriteFixed64((ulong)n)));
            Message(point, 7, bounds => Array.ForEach(family.Buckets, bounds.WriteDouble));
        }
        else
        {
            Double(point, 4, values.Sum);
        }
        foreach (var (name, value) in tags.Tags)
        {
            Attribute(point, family.Kind == MetricKind.Histogram ? 9 : 7, name, value);
        }
    }

    private static void Attribute(CodedOutputStream output, int field, string name, string value) =>
        Message(output, field, pair =>
        {
            Text(pair, 1, name);
            Message(pair, 2, any => Text(any, 1, value));
        });

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Bytes(write)));
    }

    private static byte[] Bytes(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
        {
            write(output);
        }
        return buffer.ToArray();
    }

    private static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Fixed(CodedOutputStream output, int field, ulong value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed64);
        output.WriteFixed64(value);
    }

    private static void Double(CodedOutputStream output, int field, double value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed64);
        output.WriteDouble(value);
    }

    private static ulong Nanoseconds(DateTimeOffset time) => (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100;

    private readonly record struct Window(ulong Start, ulong End, bool IsDelta);
}
