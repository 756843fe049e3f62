using System.Globalization;
using Temporalio.Api.Nexus.V1;

namespace Temporalio.Worker.Nexus;

/// <summary>When whoever calls a handler stops waiting for it.</summary>
internal static class NexusDeadlines
{
    private const string Header = "request-timeout";

    /// <summary>The deadline that the caller's timeout means, counted from now; null without one that can be read.</summary>
    public static DateTime? Of(Request request)
    {
        var text = request.Header.FirstOrDefault(h => h.Key.Equals(Header, StringComparison.OrdinalIgnoreCase)).Value;
        return TryParse(text ?? string.Empty) is { } timeout ? DateTime.UtcNow + timeout : null;
    }

    /// <summary>Durations of the Nexus protocol: a number and a unit.</summary>
    private static TimeSpan? TryParse(string text)
    {
        var unit = text.Length - text.AsSpan().LastIndexOfAnyInRange('0', '9') - 1;
        if (unit == text.Length || !double.TryParse(
            text.AsSpan(0, text.Length - unit), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }
        return text[^unit..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => null,
        };
    }
}
