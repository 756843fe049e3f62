using System.Globalization;

namespace Temporal.DevServer.History;

/// <summary>Durations as Go writes them: `1h30m`, `1.5s`, `-2ms`.</summary>
internal static class GoDuration
{
    /// <summary>Parses a duration.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static TimeSpan Parse(string text)
    {
        var negative = text.StartsWith('-');
        var rest = text.TrimStart('-', '+');
        if (rest == "0")
        {
            return TimeSpan.Zero;
        }

        var total = 0.0;
        var at = 0;
        while (at < rest.Length)
        {
            var numberEnd = Skip(rest, at, c => char.IsAsciiDigit(c) || c == '.');
            var unitEnd = Skip(rest, numberEnd, c => !char.IsAsciiDigit(c) && c != '.');
            if (!double.TryParse(rest.AsSpan(at, numberEnd - at), NumberStyles.Float, CultureInfo.InvariantCulture,
                out var number))
            {
                throw new FormatException($"'{text}' is not a duration.");
            }

            total += number * SecondsPer(rest[numberEnd..unitEnd], text);
            at = unitEnd;
        }

        return at == 0 ? throw new FormatException($"'{text}' is not a duration.")
            : TimeSpan.FromSeconds(negative ? -total : total);
    }

    private static int Skip(string text, int from, Func<char, bool> matches)
    {
        while (from < text.Length && matches(text[from]))
        {
            from++;
        }

        return from;
    }

    private static double SecondsPer(string unit, string text) => unit switch
    {
        "ns" => 1e-9,
        "us" or "µs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => throw new FormatException($"'{text}' is not a duration: unknown unit '{unit}'."),
    };
}
