namespace Temporalio.Client.Rpc;

/// <summary>Delays that grow by a factor up to a limit, varied at random so that callers do not come back all at once.</summary>
internal static class Backoff
{
    private const double DefaultVariation = 0.2;

    private static readonly TimeSpan ExhaustedFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExhaustedLongest = TimeSpan.FromSeconds(10);

    public static TimeSpan Delay(
        TimeSpan first, double factor, int times, TimeSpan longest, double variation = DefaultVariation)
    {
        var ticks = Math.Min(first.Ticks * Math.Pow(factor, times), longest.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (1 + (variation * ((Random.Shared.NextDouble() * 2) - 1)))));
    }

    /// <summary>How long a server is left alone that is out of some resource.</summary>
    public static TimeSpan ForExhausted(int times) => Delay(ExhaustedFirst, 2, times, ExhaustedLongest);

    public static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
