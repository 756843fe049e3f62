namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>
/// Any text as a PostgreSQL text: U+0000, which PostgreSQL cannot hold, is written with two noncharacters. Reversible, and
/// free for all texts that hold neither.
/// </summary>
internal static class PgText
{
    private const char Escape = '\uFDD0';
    private const string EscapedEscape = "\uFDD0\uFDD1";
    private const string EscapedNul = "\uFDD0\uFDD2";

    /// <summary>The text as it is stored.</summary>
    public static string Encode(string text) => text.AsSpan().ContainsAny('\0', Escape)
        ? text.Replace(Escape.ToString(), EscapedEscape, StringComparison.Ordinal)
            .Replace("\0", EscapedNul, StringComparison.Ordinal)
        : text;

    /// <summary>The text as it was.</summary>
    public static string Decode(string text) => text.Contains(Escape, StringComparison.Ordinal)
        ? text.Replace(EscapedNul, "\0", StringComparison.Ordinal)
            .Replace(EscapedEscape, Escape.ToString(), StringComparison.Ordinal)
        : text;
}
