using Temporalio.Api.Schedule.V1;
using SpecRange = Temporalio.Api.Schedule.V1.Range;

namespace Temporal.DevServer.Schedules.Spec;

/// <summary>
/// Finds the times of a structured calendar in a time zone. It steps over instants, not over local times: an hour that
/// a change of the clocks skips gives no time, one that it doubles gives two.
/// </summary>
internal sealed class CalendarMatcher
{
    private const int MinutesPerHour = 60;
    private const int SecondsPerMinute = 60;
    private const int Sunday = 7;
    private readonly TimeZoneInfo _zone;
    private readonly bool[] _seconds;
    private readonly bool[] _minutes;
    private readonly bool[] _hours;
    private readonly bool[] _days;
    private readonly bool[] _months;
    private readonly bool[] _years;
    private readonly bool[] _weekDays;

    /// <summary>Prepares a normalised calendar.</summary>
    public CalendarMatcher(StructuredCalendarSpec calendar, TimeZoneInfo zone)
    {
        _zone = zone;
        _seconds = Table(calendar.Second, CalendarField.Second, everyWhenEmpty: false);
        _minutes = Table(calendar.Minute, CalendarField.Minute, everyWhenEmpty: false);
        _hours = Table(calendar.Hour, CalendarField.Hour, everyWhenEmpty: false);
        _days = Table(calendar.DayOfMonth, CalendarField.DayOfMonth, everyWhenEmpty: true);
        _months = Table(calendar.Month, CalendarField.Month, everyWhenEmpty: true);
        _years = Table(calendar.Year, CalendarField.Year, everyWhenEmpty: true);
        _weekDays = Table(calendar.DayOfWeek, CalendarField.DayOfWeek, everyWhenEmpty: true);
        _weekDays[0] |= _weekDays[Sunday];
    }

    /// <summary>True for a time of this calendar.</summary>
    public bool Matches(DateTimeOffset time)
    {
        var local = Local(time);
        return MatchesDay(local) && _hours[local.Hour] && _minutes[local.Minute] && _seconds[local.Second];
    }

    /// <summary>The first time after another; null when there is none up to the last possible year.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var time = WholeSecond(after).AddSeconds(1);
        for (var local = Local(time); local.Year <= CalendarField.Year.Max; local = Local(time))
        {
            if (!MatchesMonth(local))
            {
                time = StartOf(new DateTime(local.Year, local.Month, 1).AddMonths(1));
            }
            else if (!MatchesDay(local))
            {
                time = StartOf(local.Date.AddDays(1));
            }
            else if (!_hours[local.Hour])
            {
                time = NextHour(time, local);
            }
            else if (!_minutes[local.Minute])
            {
                time = NextMinute(time, local);
            }
            else if (!_seconds[local.Second])
            {
                time = time.AddSeconds(1);
            }
            else
            {
                return time;
            }
        }

        return null;
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static DateTimeOffset NextMinute(DateTimeOffset time, DateTime local) =>
        time.AddSeconds(SecondsPerMinute - local.Second);

    private static bool[] Table(IEnumerable<SpecRange> ranges, CalendarField field, bool everyWhenEmpty)
    {
        var table = new bool[field.Max + 1];
        var any = false;
        foreach (var range in ranges)
        {
            any = true;
            for (var value = range.Start; value <= range.End; value += range.Step)
            {
                table[value] = true;
            }
        }

        if (!any && everyWhenEmpty)
        {
            Array.Fill(table, true);
        }

        table[field.Min] |= !any;
        return table;
    }

    private bool MatchesMonth(DateTime local) =>
        local.Year >= CalendarField.Year.Min && _years[local.Year] && _months[local.Month];

    private bool MatchesDay(DateTime local) =>
        local.Year <= CalendarField.Year.Max && MatchesMonth(local) && _days[local.Day]
        && _weekDays[(int)local.DayOfWeek];

    private DateTime Local(DateTimeOffset time) => TimeZoneInfo.ConvertTimeFromUtc(time.UtcDateTime, _zone);

    /// <summary>By minutes when clocks change within the hour: the local hour may then end early, or go on.</summary>
    private DateTimeOffset NextHour(DateTimeOffset time, DateTime local)
    {
        var next = NextMinute(time, local).AddMinutes(MinutesPerHour - 1 - local.Minute);
        return _zone.GetUtcOffset(next) == _zone.GetUtcOffset(time) ? next : NextMinute(time, local);
    }

    /// <summary>The first instant of a local day.</summary>
    private DateTimeOffset StartOf(DateTime day)
    {
        while (_zone.IsInvalidTime(day))
        {
            day = day.AddMinutes(1);
        }

        var offset = _zone.IsAmbiguousTime(day) ? _zone.GetAmbiguousTimeOffsets(day).Max() : _zone.GetUtcOffset(day);
        return new DateTimeOffset(day, offset).ToUniversalTime();
    }
}
