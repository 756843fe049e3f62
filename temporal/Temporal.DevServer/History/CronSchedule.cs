using System.Globalization;

namespace Temporal.DevServer.History;

/// <summary>
/// A cron expression: five fields (minute, hour, day of month, month, day of week), `@every D`, or one of the `@…`
/// names; `CRON_TZ=Zone` or `TZ=Zone` in front. A day matches when the day of month or the day of week does, if both
/// are restricted. Times are found by stepping to the next candidate of the largest field that does not match.
/// </summary>
internal sealed class CronSchedule
{
    /// <summary>Search is given up after this many years, as no date may ever match (30 February).</summary>
    private const int SearchYearsMax = 5;

    private static readonly string[] s_months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _monthDays;
    private readonly ulong _months;
    private readonly ulong _weekDays;
    private readonly bool _anyMonthDay;
    private readonly bool _anyWeekDay;
    private readonly TimeSpan _every;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(TimeSpan every)
    {
        _every = every;
        _zone = TimeZoneInfo.Utc;
    }

    private CronSchedule(string[] fields, TimeZoneInfo zone)
    {
        _zone = zone;
        _minutes = ParseField(fields[0], 0, 59, []);
        _hours = ParseField(fields[1], 0, 23, []);
        _monthDays = ParseField(fields[2], 1, 31, []);
        _months = ParseField(fields[3], 1, 12, s_months);
        _weekDays = ParseField(fields[4], 0, 6, s_days);
        _anyMonthDay = IsAny(fields[2]);
        _anyWeekDay = IsAny(fields[4]);
    }

    /// <summary>Parses a schedule; null when it is empty or not valid.</summary>
    public static CronSchedule? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : ParseCore(text.Trim());
        }
        catch (Exception e) when (e is FormatException or TimeZoneNotFoundException or InvalidTimeZoneException
            or OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// From <paramref name="now"/> to the next run, in whole seconds; null when there is none. Intervals count from the
    /// whole second of <paramref name="start"/>; one that is still to come is the next run.
    /// </summary>
    public TimeSpan? NextDelay(DateTimeOffset start, DateTimeOffset now)
    {
        if (now < start)
        {
            return RoundUp(start - now);
        }

        if (_every != default)
        {
            var whole = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond));
            var periods = ((now - whole).Ticks + _every.Ticks - 1) / _every.Ticks;
            return RoundUp(whole + (_every * Math.Max(1, periods)) - now);
        }

        return Next(now) is { } next ? RoundUp(next - now) : null;
    }

    /// <summary>What a caller is told who gives this as a schedule; null when it is one, or none.</summary>
    public static string? Fault(string text, DateTimeOffset now) =>
        text.Length == 0 ? null
        : Parse(text) is not { } schedule ? "invalid CronSchedule."
        : schedule.NextDelay(now, now) is null
            ? "invalid CronSchedule, no time can be found to satisfy the schedule"
            : null;

    /// <summary>True for a field with `*` or `?` in it, alone or in steps of one: it restricts nothing.</summary>
    private static bool IsAny(string field) => field.Split(',').Any(part => part is "*" or "?" or "*/1" or "?/1");

    private static TimeSpan RoundUp(TimeSpan span) => TimeSpan.FromSeconds(Math.Ceiling(span.TotalSeconds));

    private static CronSchedule ParseCore(string text)
    {
        var zone = TimeZoneInfo.Utc;
        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            zone = TimeZoneInfo.FindSystemTimeZoneById(text[(equals + 1)..(space < 0 ? text.Length : space)]);
            text = space < 0 ? "" : text[space..].Trim();
        }

        if (text.StartsWith("@every ", StringComparison.Ordinal))
        {
            // Less than a second, even negative, is accepted and means one second.
            var every = GoDuration.Parse(text["@every ".Length..].Trim());
            return new CronSchedule(TimeSpan.FromSeconds(Math.Max(1, Math.Floor(every.TotalSeconds))));
        }

        var fields = Expand(text).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronSchedule(fields, zone)
            : throw new FormatException($"Cron schedule '{text}' has {fields.Length} fields; give 5.");
    }

    private static string Expand(string text) => text switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => text,
    };

    private static ulong ParseField(string field, int min, int max, string[] names)
    {
        ulong bits = 0;
        foreach (var part in field.Split(','))
        {
            bits |= ParseRange(part, min, max, names);
        }

        return bits;
    }

    private static ulong ParseRange(string part, int min, int max, string[] names)
    {
        var slash = part.Split('/');
        var range = slash[0].Split('-');
        if (slash.Length > 2 || range.Length > 2)
        {
            throw new FormatException($"Cron field '{part}' is not a range.");
        }

        var step = slash.Length == 2 ? int.Parse(slash[1], NumberStyles.None, CultureInfo.InvariantCulture) : 1;
        int from, to;
        if (range[0] is "*" or "?")
        {
            (from, to) = (min, max);
        }
        else
        {
            from = ParseValue(range[0], min, names);
            to = range.Length == 2 ? ParseValue(range[1], min, names) : slash.Length == 2 ? max : from;
        }

        if (from < min || to > max || from > to || step <= 0)
        {
            throw new FormatException($"Cron field '{part}' is outside {min}-{max}.");
        }

        ulong bits = 0;
        for (var value = from; value <= to; value += step)
        {
            bits |= 1UL << value;
        }

        return bits;
    }

    private static int ParseValue(string text, int min, string[] names)
    {
        var index = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index + min : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private DateTimeOffset? Next(DateTimeOffset after)
    {
        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        var time = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0).AddMinutes(1);
        var end = time.AddYears(SearchYearsMax);
        while (time < end)
        {
            if (!Has(_months, time.Month))
            {
                time = new DateTime(time.Year, time.Month, 1).AddMonths(1);
            }
            else if (!MatchesDay(time))
            {
                time = time.Date.AddDays(1);
            }
            else if (!Has(_hours, time.Hour))
            {
                time = time.Date.AddHours(time.Hour + 1);
            }
            else if (!Has(_minutes, time.Minute) || _zone.IsInvalidTime(time))
            {
                time = time.AddMinutes(1);
            }
            else
            {
                return new DateTimeOffset(time, _zone.GetUtcOffset(time));
            }
        }

        return null;
    }

    private bool MatchesDay(DateTime time)
    {
        var monthDay = Has(_monthDays, time.Day);
        var weekDay = Has(_weekDays, (int)time.DayOfWeek);
        return _anyMonthDay || _anyWeekDay ? monthDay && weekDay : monthDay || weekDay;
    }

    private static bool Has(ulong bits, int value) => (bits & (1UL << value)) != 0;
}
