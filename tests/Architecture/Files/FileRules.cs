using System.Text.RegularExpressions;

namespace Architecture.Files;

/// <summary>What every file of this repository keeps to. Each rule takes a path and a text and returns its breaches.</summary>
internal static partial class FileRules
{
    public const int LinesMax = 600;
    public const int ColumnsMax = 160;

    // Put together, so that this file does not break its own rule.
    private static readonly string[] _unfinished = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "NotImplemented" + "Exception"];
    private static readonly string[] _machine = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/runner", "../sha" + "red/"];
    private static readonly string[] _testWaits = ["Thread." + "Sleep("];

    public static IEnumerable<string> All(string path, string text) =>
    [
        .. Size(path, text), .. Words(path, text), .. WorkflowNames(path, text), .. Regions(path, text),
        .. LockFile(path, text), .. Waits(path, text),
    ];

    public static IEnumerable<string> Size(string path, string text)
    {
        if (!IsCode(path))
        {
            yield break;
        }

        var lines = text.AsSpan().Count('\n');
        if (lines > LinesMax)
        {
            yield return $"{path} has {lines} lines; at most {LinesMax}. Split it by verb.";
        }

        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length > ColumnsMax)
            {
                yield return $"{path}:{number} has {line.Length} columns; at most {ColumnsMax}.";
            }
        }
    }

    public static IEnumerable<string> Words(string path, string text)
    {
        if (!IsText(path))
        {
            return [];
        }

        var words = IsCode(path) ? _machine.Concat(_unfinished) : _machine;
        return words.Where(word => text.Contains(word, StringComparison.Ordinal))
            .Select(word => $"{path} contains '{word}'");
    }

    /// <summary>A class with the workflow attribute lives in a file that says so.</summary>
    public static IEnumerable<string> WorkflowNames(string path, string text)
    {
        if (!IsCode(path) || !path.StartsWith("workflows/Sagas.Workflows/", StringComparison.Ordinal))
        {
            yield break;
        }

        if (WorkflowAttribute().IsMatch(text) && !path.EndsWith(".workflow.cs", StringComparison.Ordinal))
        {
            yield return $"{path} holds a workflow; its name must end in .workflow.cs";
        }
    }

    public static IEnumerable<string> Regions(string path, string text) =>
        IsCode(path) && RegionDirective().IsMatch(text) ? [$"{path} has a region; split the type instead"] : [];

    public static IEnumerable<string> LockFile(string path, string text) =>
        path.EndsWith("package-lock.json", StringComparison.Ordinal)
        && text.Contains("\"resolved\"", StringComparison.Ordinal)
            ? [$"{path} holds download addresses; install with omit-lockfile-registry-resolved"]
            : [];

    public static IEnumerable<string> Waits(string path, string text) =>
        IsCode(path) && path.StartsWith("tests/", StringComparison.Ordinal)
            ? _testWaits.Where(text.Contains).Select(wait => $"{path} waits with {wait}")
            : [];

    private static bool IsCode(string path) => path.EndsWith(".cs", StringComparison.Ordinal);

    private static bool IsText(string path) => Path.GetExtension(path) is ".cs" or ".md" or ".json" or ".yml" or ".yaml"
        or ".proto" or ".sql" or ".mjs" or ".ts" or ".sh" or ".props" or ".targets" or ".csproj" or "";

    [GeneratedRegex(@"^\s*\[Workflow(\(.*\))?\]\s*$", RegexOptions.Multiline)]
    private static partial Regex WorkflowAttribute();

    [GeneratedRegex(@"^\s*#region\b", RegexOptions.Multiline)]
    private static partial Regex RegionDirective();
}
