using System.Diagnostics;
using System.Globalization;

namespace Sagas.Activities.Support;

/// <summary>
/// Places at which a test may have this process die as if by power loss: SIGKILL, no clean-up. `SAGAS_CRASH_POINT=name` or
/// `name:nth` picks one and how often it is passed first. Without the variable this costs one comparison.
/// </summary>
/// <remarks>
/// Every activity has three: `{name}.before` its effect, `{name}.inside` between effect and report, `{name}.after` once the
/// report has had time to leave. Activities with several effects have more in between, such as `authorise-payment.created`.
/// </remarks>
public static class CrashPoint
{
    public const string Variable = "SAGAS_CRASH_POINT";

    private static readonly TimeSpan ReportTime = TimeSpan.FromMilliseconds(30);
    private static readonly (string Name, int Nth)? Chosen = Parse(Environment.GetEnvironmentVariable(Variable));
    private static int _passes;

    /// <summary>Dies here, if this is the place.</summary>
    public static void Pass(string activity, string place)
    {
        if (Chosen is { } chosen && IsDue(chosen, activity, place))
        {
            Die();
        }
    }

    /// <summary>Runs an activity with the three points that each has.</summary>
    public static async Task<T> AroundAsync<T>(string activity, Func<Task<T>> work)
    {
        Pass(activity, "before");
        await HaltPoint.PassAsync(activity, "before").ConfigureAwait(false);
        var result = await work().ConfigureAwait(false);
        Pass(activity, "inside");
        await HaltPoint.PassAsync(activity, "inside").ConfigureAwait(false);
        if (Chosen is not null || HaltPoint.IsOn)
        {
            _ = AfterReportAsync(activity);
        }

        return result;
    }

    private static async Task AfterReportAsync(string activity)
    {
        await Task.Delay(ReportTime).ConfigureAwait(false);
        Pass(activity, "after");
        await HaltPoint.PassAsync(activity, "after").ConfigureAwait(false);
    }

    internal static (string Name, int Nth)? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var colon = text.LastIndexOf(':');
        return colon < 0 ? (text, 1)
            : int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var nth) && nth > 0
                ? (text[..colon], nth)
                : throw new FormatException($"{Variable} is '{text}'; expected is a name, or name:nth with nth from 1.");
    }

    private static bool IsDue((string Name, int Nth) chosen, string activity, string place) =>
        chosen.Name.Length == activity.Length + 1 + place.Length
        && chosen.Name.StartsWith(activity, StringComparison.Ordinal)
        && chosen.Name.EndsWith(place, StringComparison.Ordinal)
        && Interlocked.Increment(ref _passes) == chosen.Nth;

    private static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite); // The signal is on its way: nothing may happen in between.
    }
}
