using System.Globalization;

namespace Temporalio.Api.Grpc;

/// <summary>The <c>grpc-timeout</c> header: up to eight digits and a unit (H, M, S, m, u, n).</summary>
public static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    /// <summary>Formats a time in the finest unit that fits, rounded up to that unit.</summary>
    /// <param name="timeout">Time allowed; what is not positive becomes one nanosecond.</param>
    /// <returns>Value of the header.</returns>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }
        // Whole seconds and milliseconds are by far the most common and read best in captures.
        (long Ticks, char Unit)[] units = timeout.Ticks % TimeSpan.TicksPerSecond == 0
            ? [(TimeSpan.TicksPerSecond, 'S'), (TimeSpan.TicksPerMinute, 'M'), (TimeSpan.TicksPerHour, 'H')]
            :
            [
                (TimeSpan.TicksPerMillisecond, 'm'), (TimeSpan.TicksPerSecond, 'S'),
                (TimeSpan.TicksPerMinute, 'M'), (TimeSpan.TicksPerHour, 'H'),
            ];
        foreach (var (ticks, unit) in units)
        {
            var value = (timeout.Ticks / ticks) + (timeout.Ticks % ticks == 0 ? 0 : 1);
            if (value <= MaxValue)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
            }
        }
        return "99999999H";
    }

    /// <summary>Reads the header.</summary>
    /// <param name="value">Value of the header.</param>
    /// <param name="timeout">Time allowed; times beyond <see cref="TimeSpan.MaxValue"/> become that.</param>
    /// <returns>False when the value is malformed.</returns>
    public static bool TryParse(string? value, out TimeSpan timeout)
    {
        timeout = default;
        if (value is null || value.Length < 2 || value.Length > MaxDigits + 1
            || !long.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture,
                out var number))
        {
            return false;
        }
        switch (value[^1])
        {
            case 'n':
                timeout = TimeSpan.FromTicks(number / TimeSpan.NanosecondsPerTick);
                return true;
            case 'u':
                timeout = TimeSpan.FromTicks(number * TimeSpan.TicksPerMicrosecond);
                return true;
            case 'm':
                timeout = TimeSpan.FromTicks(number * TimeSpan.TicksPerMillisecond);
                return true;
            case 'S':
                timeout = TimeSpan.FromTicks(number * TimeSpan.TicksPerSecond);
                return true;
            case 'M':
                timeout = TimeSpan.FromTicks(number * TimeSpan.TicksPerMinute);
                return true;
            case 'H':
                timeout = number > TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerHour
                    ? TimeSpan.MaxValue
                    : TimeSpan.FromTicks(number * TimeSpan.TicksPerHour);
                return true;
            default:
                return false;
        }
    }
}
