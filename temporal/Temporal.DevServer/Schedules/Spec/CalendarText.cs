using Temporalio.Api.Schedule.V1;

namespace Temporal.DevServer.Schedules.Spec;

/// <summary>Reads a textual calendar into the structured form.</summary>
internal static class CalendarText
{
    private const string First = "0";
    private const string Every = "*";

    /// <summary>The structured calendar; empty fields get their defaults: time 00:00:00, every day.</summary>
    public static StructuredCalendarSpec Parse(CalendarSpec text) => new()
    {
        Second = { RangeText.Parse(text.Second, CalendarField.Second, First) },
        Minute = { RangeText.Parse(text.Minute, CalendarField.Minute, First) },
        Hour = { RangeText.Parse(text.Hour, CalendarField.Hour, First) },
        DayOfMonth = { RangeText.Parse(text.DayOfMonth, CalendarField.DayOfMonth, Every) },
        Month = { RangeText.Parse(text.Month, CalendarField.Month, Every) },
        Year = { RangeText.Parse(text.Year, CalendarField.Year, Every) },
        DayOfWeek = { RangeText.Parse(text.DayOfWeek, CalendarField.DayOfWeek, Every) },
        Comment = text.Comment,
    };
}
