using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;

namespace Sagas.Telemetry;

/// <summary>
/// Gives the spans of statements names that can be told apart: what they read or call.
/// </summary>
internal sealed partial class SpanNames : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == "Npgsql" && data.GetTagItem("db.query.text") is string text
            && Subject().Match(text) is { Success: true } match)
        {
            data.DisplayName = match.Groups[1].Value;
        }
    }

    [GeneratedRegex(@"\bfrom\s+([a-z_]+\.[a-z_]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Subject();
}
