using Google.Protobuf.Collections;
using Temporal.DevServer.History;
using Temporalio.Api.Schedule.V1;
using SpecRange = Temporalio.Api.Schedule.V1.Range;

namespace Temporal.DevServer.Schedules.Spec;

/// <summary>
/// Checks a spec and brings it into the one form that is stored, shown and evaluated: structured calendars (those
/// given, then textual ones, then cron strings) and intervals.
/// </summary>
internal static class SpecNormalizer
{
    /// <summary>The normal form of a spec.</summary>
    /// <exception cref="SpecException">It cannot be carried out.</exception>
    public static ScheduleSpec Normalize(ScheduleSpec given)
    {
        var spec = given.Clone();
        spec.CronString.Clear();
        spec.Calendar.Clear();
        spec.ExcludeCalendar.Clear();
        spec.StructuredCalendar.Concat(spec.ExcludeStructuredCalendar).ToList().ForEach(Complete);
        spec.StructuredCalendar.Add(given.Calendar.Select(CalendarText.Parse));
        spec.ExcludeStructuredCalendar.Add(given.ExcludeCalendar.Select(CalendarText.Parse));
        foreach (var cron in given.CronString)
        {
            CronText.AddTo(spec, cron);
        }

        foreach (var interval in spec.Interval)
        {
            Check(interval);
        }

        Zone(spec.TimezoneName);
        return spec;
    }

    /// <summary>A time zone by its IANA name; UTC for an empty one.</summary>
    public static TimeZoneInfo Zone(string name)
    {
        try
        {
            return name.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new SpecException($"unknown time zone {name}");
        }
    }

    private static void Check(IntervalSpec interval)
    {
        if (interval.Interval.ToSpan() < TimeSpan.FromSeconds(1))
        {
            throw new SpecException("interval is too small");
        }

        if (interval.Phase.Fault() is not null)
        {
            throw new SpecException("phase is negative");
        }

        if (interval.Phase.ToSpan() >= interval.Interval.ToSpan())
        {
            throw new SpecException("phase cannot be greater than Interval");
        }
    }

    private static void Complete(StructuredCalendarSpec calendar)
    {
        Complete(calendar.Second, CalendarField.Second);
        Complete(calendar.Minute, CalendarField.Minute);
        Complete(calendar.Hour, CalendarField.Hour);
        Complete(calendar.DayOfMonth, CalendarField.DayOfMonth);
        Complete(calendar.Month, CalendarField.Month);
        Complete(calendar.Year, CalendarField.Year);
        Complete(calendar.DayOfWeek, CalendarField.DayOfWeek);
    }

    private static void Complete(RepeatedField<SpecRange> ranges, CalendarField field)
    {
        foreach (var range in ranges)
        {
            RequireBound(range.Start, "Start", field);
            range.End = Math.Max(range.End, range.Start);
            RequireBound(range.End, "End", field);
            if (range.Step < 0)
            {
                throw new SpecException($"invalid calendar spec: {field.Name} has invalid Step");
            }

            range.Step = Math.Max(range.Step, 1);
        }
    }

    private static void RequireBound(int value, string bound, CalendarField field)
    {
        if (value < field.Min || value > field.Max)
        {
            throw new SpecException(
                $"invalid calendar spec: {field.Name} {bound} is not in range [{field.Min}-{field.Max}]");
        }
    }
}
