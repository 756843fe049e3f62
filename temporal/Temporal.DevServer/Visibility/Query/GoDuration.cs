using System.Globalization;

namespace Temporal.DevServer.Visibility.Query;

/// <summary>Durations as Go writes them ("1h30m", "1.5s", also days), or as "HH:MM:SS"; held in nanoseconds.</summary>
internal static class GoDuration
{
    private const double NanosecondsPerSecond = 1e9;

    private static readonly (string Name, double Seconds)[] Units =
    [
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
        ("d", 86_400),
    ];

    /// <summary>Reads a duration.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        return TryClock(text, out nanoseconds) || TryUnits(text, out nanoseconds);
    }

    private static bool TryClock(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var parts = text.Split(':');
        if (parts.Length != 3)
        {
            return false;
        }

        long seconds = 0;
        foreach (var part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            seconds = (seconds * 60) + number;
        }

        nanoseconds = (long)(seconds * NanosecondsPerSecond);
        return true;
    }

    private static bool TryUnits(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.AsSpan().TrimStart('-');
        var negative = text.StartsWith('-');
        if (rest.IsEmpty || text.Length - rest.Length > 1)
        {
            return false;
        }

        double seconds = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !double.TryParse(rest[..digits], CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var length = rest.IndexOfAny("0123456789.") is var next && next < 0 ? rest.Length : next;
            var name = rest[..length].ToString();
            var unit = Array.Find(Units, u => u.Name == name);
            if (unit.Name is null)
            {
                return false;
            }

            seconds += number * unit.Seconds;
            rest = rest[length..];
        }

        nanoseconds = (long)Math.Round(seconds * NanosecondsPerSecond) * (negative ? -1 : 1);
        return true;
    }
}
