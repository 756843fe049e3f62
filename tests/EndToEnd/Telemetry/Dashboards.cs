using System.Text.Json;
using System.Text.RegularExpressions;
using Sagas.Harness;

namespace EndToEnd.Telemetry;

/// <summary>The metrics that the dashboards of temporal-config ask for.</summary>
internal static partial class Dashboards
{
    private static readonly string[] _ofTheCollector = ["up"];

    public static HashSet<string> MetricNames() =>
        [.. Directory.GetFiles(Path.Combine(Executable.Root, "temporal-config/dashboards"), "*.json")
            .SelectMany(file => Expressions(JsonDocument.Parse(File.ReadAllText(file)).RootElement))
            .SelectMany(NamesIn)
            .Except(_ofTheCollector)];

    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == "expr" ? [member.Value.GetString()!] : Expressions(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    /// <summary>What is left of an expression without labels, grouping, ranges and functions.</summary>
    private static IEnumerable<string> NamesIn(string expression)
    {
        var bare = Labels().Replace(expression, " ");
        bare = Groupings().Replace(bare, " ");
        return Name().Matches(bare).Select(match => match.Value).Where(name => name is not ("or" or "and" or "on"));
    }

    [GeneratedRegex("""\{[^}]*\}|\[[^\]]*\]|"[^"]*"|label_replace\(""")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Groupings();

    [GeneratedRegex(@"\b[a-z_][a-z0-9_]*\b(?!\s*\()")]
    private static partial Regex Name();
}
