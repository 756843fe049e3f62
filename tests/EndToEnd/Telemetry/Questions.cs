using System.Text.Json;
using System.Text.RegularExpressions;
using Sagas.Harness;

namespace EndToEnd.Telemetry;

/// <summary>An expression of a dashboard or an alert, with the metrics and the labels that it names.</summary>
internal sealed record Question(string Expression, IReadOnlySet<string> Metrics, IReadOnlySet<string> Labels);

/// <summary>What the dashboards and alerts of temporal-config ask of Prometheus.</summary>
internal static partial class Questions
{
    private const string Root = "temporal-config";

    /// <summary>Made by Prometheus of a histogram's buckets.</summary>
    private const string Bucket = "le";

    public static IReadOnlyList<Question> All() => [.. OfDashboards().Concat(OfAlerts()).Select(Parse)];

    private static IEnumerable<string> OfDashboards() =>
        Directory.GetFiles(Path.Combine(Executable.Root, Root, "dashboards"), "*.json")
            .SelectMany(file => Expressions(JsonDocument.Parse(File.ReadAllText(file)).RootElement));

    private static IEnumerable<string> OfAlerts() =>
        AlertExpression().Matches(File.ReadAllText(Path.Combine(Executable.Root, Root, "prometheus/alerts.yml")))
            .Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == "expr" ? [member.Value.GetString()!] : Expressions(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    private static Question Parse(string expression) => new(expression, MetricsIn(expression), LabelsIn(expression));

    /// <summary>What is left of an expression without labels, grouping, ranges and functions.</summary>
    private static HashSet<string> MetricsIn(string expression)
    {
        var bare = Selectors().Replace(expression, " ");
        bare = Groupings().Replace(bare, " ");
        return [.. Name().Matches(bare).Select(match => match.Value).Where(name => name is not ("or" or "and" or "on"))];
    }

    private static HashSet<string> LabelsIn(string expression) =>
        [.. Groupings().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
            .Concat(Matcher().Matches(expression).Select(match => match.Groups[1].Value))
            .Where(label => label is not (Bucket or ""))];

    [GeneratedRegex("""^\s*expr:\s*(.+)$""", RegexOptions.Multiline)]
    private static partial Regex AlertExpression();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|""[^""]*""")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Groupings();

    [GeneratedRegex(@"([a-z_]+)\s*(?:=~|!~|!=|=)\s*""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b[a-z_][a-z0-9_]*\b(?!\s*\()")]
    private static partial Regex Name();
}
