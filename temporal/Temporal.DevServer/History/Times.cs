using Google.Protobuf.WellKnownTypes;

namespace Temporal.DevServer.History;

/// <summary>Conversions between protobuf and .NET times, saturating where .NET's range is smaller.</summary>
internal static class Times
{
    /// <summary>Seconds of the longest duration that counts, 250 years.</summary>
    private const long SpanSecondsMax = 250L * 365 * 24 * 60 * 60;

    /// <summary>Null and zero are zero; more than 250 years become 250 years.</summary>
    public static TimeSpan ToSpan(this Duration? duration)
    {
        if (duration is null)
        {
            return TimeSpan.Zero;
        }

        return duration.Seconds >= SpanSecondsMax
            ? TimeSpan.FromSeconds(SpanSecondsMax)
            : TimeSpan.FromTicks((duration.Seconds * TimeSpan.TicksPerSecond) + (duration.Nanos / 100));
    }

    /// <summary>A duration message.</summary>
    public static Duration ToDuration(this TimeSpan span) => Duration.FromTimeSpan(span);

    /// <summary>A timestamp message.</summary>
    public static Timestamp ToStamp(this DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    /// <summary>Adds a span to a time; the end of time when it does not fit.</summary>
    public static DateTimeOffset Plus(this DateTimeOffset time, TimeSpan span) =>
        span >= DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + span;

    /// <summary>Time plus duration as a timestamp.</summary>
    public static Timestamp Plus(this Timestamp time, TimeSpan span) =>
        time.ToDateTimeOffset().Plus(span).ToStamp();

    /// <summary>True for a duration that is present and greater than zero.</summary>
    public static bool IsPositive(this Duration? duration) =>
        duration is not null && (duration.Seconds > 0 || (duration.Seconds == 0 && duration.Nanos > 0));

    /// <summary>What is wrong with a duration, or null.</summary>
    public static string? Fault(this Duration? duration) => duration switch
    {
        { Seconds: > 0, Nanos: < 0 } or { Seconds: < 0, Nanos: > 0 } =>
            "duration has seconds and nanos with different signs",
        { Seconds: < 0 } or { Nanos: < 0 } => "negative duration",
        _ => null,
    };

    /// <summary>The duration, or 250 years if it is longer.</summary>
    public static Duration? Cap(this Duration? duration) =>
        duration?.Seconds >= SpanSecondsMax ? duration.ToSpan().ToDuration() : duration;

    /// <summary>The earlier of two times, null meaning never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null ? b : b is null || a < b ? a : b;
}
