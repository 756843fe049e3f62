using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.History;
using Temporalio.Api.Schedule.V1;

namespace Temporal.DevServer.Schedules.Spec;

/// <summary>
/// Turns the cron strings of a spec into calendars and intervals. Five fields are minute to day of week; a sixth is the
/// year; with seven, seconds come first. A day must match the day of month and the day of week. <c>@every D/PHASE</c>
/// is an interval; what follows <c>#</c> is a comment; <c>TZ=Zone</c> in front names the time zone of the whole spec.
/// </summary>
internal static class CronText
{
    /// <summary>Adds what a cron string means to a spec.</summary>
    public static void AddTo(ScheduleSpec spec, string cron)
    {
        var hash = cron.IndexOf('#', StringComparison.Ordinal);
        var comment = hash < 0 ? "" : cron[(hash + 1)..].Trim();
        var text = TakeZone(spec, (hash < 0 ? cron : cron[..hash]).Trim());
        if (text.StartsWith("@every", StringComparison.Ordinal))
        {
            spec.Interval.Add(ParseEvery(text["@every".Length..].Trim()));
            return;
        }

        var fields = Expand(text).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is < 5 or > 7)
        {
            throw new SpecException("CronString does not have 5-7 fields");
        }

        var at = fields.Length == 7 ? 1 : 0;
        spec.StructuredCalendar.Add(CalendarText.Parse(new CalendarSpec
        {
            Second = at == 1 ? fields[0] : "0",
            Minute = fields[at],
            Hour = fields[at + 1],
            DayOfMonth = Any(fields[at + 2]),
            Month = fields[at + 3],
            DayOfWeek = Any(fields[at + 4]),
            Year = fields.Length > 5 ? fields[at + 5] : "*",
            Comment = comment,
        }));
    }

    private static string Any(string field) => field == "?" ? "*" : field;

    private static string TakeZone(ScheduleSpec spec, string text)
    {
        if (!text.StartsWith("TZ=", StringComparison.Ordinal) && !text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            return text;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            throw new SpecException("CronString has a time zone but no fields");
        }

        var zone = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..space];
        if (spec.TimezoneName.Length > 0 && spec.TimezoneName != zone)
        {
            throw new SpecException("conflicting timezone names");
        }

        spec.TimezoneName = zone;
        return text[space..].Trim();
    }

    private static IntervalSpec ParseEvery(string text)
    {
        var parts = text.Split('/');
        try
        {
            return new IntervalSpec
            {
                Interval = Duration.FromTimeSpan(GoDuration.Parse(parts[0].Trim())),
                Phase = parts.Length > 1 ? Duration.FromTimeSpan(GoDuration.Parse(parts[1].Trim())) : null,
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new SpecException($"CronString has an invalid duration: \"{text}\"");
        }
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
}
