using System.Globalization;
using System.Text;

namespace Temporalio.Runtime.Export;

/// <summary>Writes metrics in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(MetricStore store, PrometheusOptions options)
    {
        var text = new StringBuilder();
        foreach (var family in store.Families)
        {
            var name = NameOf(family, options);
            if (family.Description.Length > 0)
            {
                var help = family.Description.Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal);
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {family.Kind.ToString().ToLowerInvariant()}\n");
            foreach (var (tags, series) in family.Series)
            {
                var point = series.Read();
                if (family.Kind == MetricKind.Histogram)
                {
                    WriteHistogram(text, name, family, tags, point);
                }
                else
                {
                    Line(text, name, tags, point.Sum);
                }
            }
        }
        return text.ToString();
    }

    private static void WriteHistogram(
        StringBuilder text, string name, MetricFamily family, TagSet tags, MetricSeries.Point point)
    {
        long upTo = 0;
        for (var i = 0; i < point.BucketCounts.Length; i++)
        {
            upTo += point.BucketCounts[i];
            var bound = i < family.Buckets.Length ? Number(family.Buckets[i]) : "+Inf";
            Line(text, $"{name}_bucket", tags, upTo, $"le=\"{bound}\"");
        }
        Line(text, $"{name}_sum", tags, point.Sum);
        Line(text, $"{name}_count", tags, point.Count);
    }

    private static void Line(StringBuilder text, string name, TagSet tags, double value, string? extra = null)
    {
        var labels = tags.Tags.Select(t => $"{Identifier(t.Key)}=\"{Escape(t.Value)}\"");
        if (extra != null)
        {
            labels = labels.Append(extra);
        }
        var joined = string.Join(',', labels);
        text.Append(name);
        if (joined.Length > 0)
        {
            text.Append('{').Append(joined).Append('}');
        }
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string NameOf(MetricFamily family, PrometheusOptions options)
    {
        var name = Identifier(family.Name);
        if (options.HasUnitSuffix)
        {
            name += family.Unit switch
            {
                "ms" => "_milliseconds",
                "s" => "_seconds",
                "" => string.Empty,
                var unit => $"_{Identifier(unit)}",
            };
        }
        return options.HasCounterTotalSuffix && family.Kind == MetricKind.Counter ? $"{name}_total" : name;
    }

    private static string Identifier(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':' ? c : '_'));

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
