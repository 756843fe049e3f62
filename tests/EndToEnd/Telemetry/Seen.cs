using System.Text;
using EndToEnd.Telemetry.Otlp;

namespace EndToEnd.Telemetry;

/// <summary>A span that was sent, with the process and the library it is from.</summary>
internal sealed record SeenSpan(string Service, string Scope, Span Span)
{
    public string Name => Span.Name;

    public string TraceId => Convert.ToHexStringLower(Span.TraceId.Span);

    public string Id => Convert.ToHexStringLower(Span.SpanId.Span);

    public string ParentId => Convert.ToHexStringLower(Span.ParentSpanId.Span);

    public bool Failed => Span.Status?.Code == 2;

    public bool IsLinkedWith(SeenSpan other) => Span.Links.Any(link => link.SpanId == other.Span.SpanId);

    public string? Text(string key) =>
        Span.Attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value is { } value ? TextOf(value) : null;

    public static string TextOf(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}

/// <summary>A metric that was sent, with the keys of what it says of its process.</summary>
internal sealed record SeenMetric(string Service, IReadOnlyList<string> ResourceKeys, Metric Metric)
{
    /// <summary>The labels that a collector gives each point, one list a point; those of the process are among them.</summary>
    public IEnumerable<IReadOnlyList<string>> PrometheusLabels() =>
        (Metric.Sum?.DataPoints ?? Metric.Gauge?.DataPoints)?.Select(point => LabelsOf(point.Attributes))
        ?? Metric.Histogram?.DataPoints.Select(point => LabelsOf(point.Attributes))
        ?? [];

    private string[] LabelsOf(IEnumerable<KeyValue> attributes) =>
        [.. attributes.Select(attribute => attribute.Key).Union(ResourceKeys).Select(key => key.Replace('.', '_'))];

    /// <summary>The names under which a collector shows it to Prometheus.</summary>
    public IEnumerable<string> PrometheusNames()
    {
        var name = Metric.Name.Replace('.', '_');
        var unit = Metric.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return Metric switch
        {
            { Histogram: not null } => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            { Sum.IsMonotonic: true } => [$"{name}_total"],
            _ => [name],
        };
    }

    public double SumWhere(params (string Key, string Value)[] wanted) =>
        (Metric.Sum?.DataPoints ?? Metric.Gauge?.DataPoints ?? [])
            .Where(point => wanted.All(tag => point.Attributes.Any(attribute =>
                attribute.Key == tag.Key && SeenSpan.TextOf(attribute.Value) == tag.Value)))
            .Sum(point => point.AsDouble + point.AsInt);
}

/// <summary>
/// The spans of one trace as a tree, children in the order in which they began. Left out is the opening of a connection to the
/// database: which request needs another one is by chance.
/// </summary>
internal static class TraceTree
{
    public static string Render(IReadOnlyCollection<SeenSpan> trace)
    {
        var text = new StringBuilder();
        foreach (var root in InOrder(trace.Where(span => trace.All(other => other.Id != span.ParentId))))
        {
            Render(root, trace, depth: 0, text);
        }

        return text.ToString();
    }

    private static void Render(SeenSpan span, IReadOnlyCollection<SeenSpan> trace, int depth, StringBuilder text)
    {
        text.Append(' ', depth * 2).Append(Label(span)).Append('\n');
        foreach (var child in InOrder(trace.Where(other => other.ParentId == span.Id && !IsConnecting(other))))
        {
            Render(child, trace, depth + 1, text);
        }
    }

    private static IEnumerable<SeenSpan> InOrder(IEnumerable<SeenSpan> spans) =>
        spans.OrderBy(span => span.Span.StartTimeUnixNano);

    private static bool IsConnecting(SeenSpan span) => span.Name.StartsWith("CONNECT ", StringComparison.Ordinal);

    /// <summary>The name; of a provider call its path too, with ids left out.</summary>
    private static string Label(SeenSpan span) => span.Scope == "System.Net.Http" && span.Text("url.full") is { } url
        ? $"{span.Name} {string.Join('/', new Uri(url).AbsolutePath.Split('/').Select(part => part.StartsWith("pi_", StringComparison.Ordinal) ? "*" : part))}"
        : span.Name;
}
