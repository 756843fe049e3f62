using System.Globalization;

namespace Temporal.DevServer.Visibility.Query;

/// <summary>Times as text, to the nanosecond; held as nanoseconds since 1970.</summary>
internal static class Rfc3339
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int FractionDigits = 9;

    /// <summary>Reads a time with date, time and zone; a bare date is none.</summary>
    public static bool TryParseNanoseconds(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var whole = text;
        long fraction = 0;
        if (dot >= 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end == dot + 1)
            {
                return false;
            }

            fraction = Fraction(text.AsSpan(dot + 1, end - dot - 1));
            whole = text[..dot] + text[end..];
        }

        if (!DateTimeOffset.TryParseExact(
                whole, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var time)
            || !HasZone(whole))
        {
            return false;
        }

        var seconds = time.ToUnixTimeSeconds();
        if (Math.Abs(seconds) > long.MaxValue / NanosecondsPerSecond - 1)
        {
            // Beyond what nanoseconds can count: as far away as can be.
            nanoseconds = seconds < 0 ? long.MinValue : long.MaxValue;
            return true;
        }

        nanoseconds = (seconds * NanosecondsPerSecond) + fraction;
        return true;
    }

    private static bool HasZone(string whole) =>
        whole[^1] is 'Z' || (whole.Length > 6 && whole[^6] is '+' or '-');

    private static long Fraction(ReadOnlySpan<char> digits)
    {
        Span<char> padded = stackalloc char[FractionDigits];
        padded.Fill('0');
        digits[..Math.Min(digits.Length, FractionDigits)].CopyTo(padded);
        return long.Parse(padded, CultureInfo.InvariantCulture);
    }
}
