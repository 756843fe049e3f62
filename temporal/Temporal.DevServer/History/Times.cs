using Google.Protobuf.WellKnownTypes;

namespace Temporal.DevServer.History;

/// <summary>Conversions between protobuf and .NET times, saturating where .NET's range is smaller.</summary>
internal static class Times
{
    /// <summary>Seconds of the largest span that .NET can hold, rounded down.</summary>
    private const long SpanSecondsMax = 922_337_203_685;

    /// <summary>Null and zero are zero; longer than .NET can hold becomes its maximum.</summary>
    public static TimeSpan ToSpan(this Duration? duration)
    {
        if (duration is null)
        {
            return TimeSpan.Zero;
        }

        return duration.Seconds >= SpanSecondsMax
            ? TimeSpan.MaxValue
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

    /// <summary>True for a negative duration.</summary>
    public static bool IsNegative(this Duration? duration) =>
        duration is not null && (duration.Seconds < 0 || duration.Nanos < 0);

    /// <summary>The earlier of two times, null meaning never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null ? b : b is null || a < b ? a : b;
}
