using System.Globalization;
using SpecRange = Temporalio.Api.Schedule.V1.Range;

namespace Temporal.DevServer.Schedules.Spec;

/// <summary>A field of a calendar: its name in errors, its bounds, and the names that its values may have.</summary>
/// <param name="Name">Name in errors.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Names">Names of values, from <paramref name="Min"/> on; compared by their first three letters.</param>
internal sealed record CalendarField(string Name, int Min, int Max, IReadOnlyList<string> Names)
{
    public static readonly CalendarField Second = new("Second", 0, 59, []);
    public static readonly CalendarField Minute = new("Minute", 0, 59, []);
    public static readonly CalendarField Hour = new("Hour", 0, 23, []);
    public static readonly CalendarField DayOfMonth = new("DayOfMonth", 1, 31, []);
    public static readonly CalendarField Month = new(
        "Month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

    public static readonly CalendarField Year = new("Year", 2000, 2100, []);

    /// <summary>0 is Sunday, and so is 7.</summary>
    public static readonly CalendarField DayOfWeek = new(
        "DayOfWeek", 0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    /// <summary>Where <c>*</c> ends.</summary>
    public int StarMax => this == DayOfWeek ? Saturday : Max;

    private const int Saturday = 6;
}

/// <summary>Reads a field of a textual calendar or cron string: <c>*</c>, <c>1,5-9/2,mon</c>.</summary>
internal static class RangeText
{
    private const int NameLength = 3;

    /// <summary>The ranges; an empty text is <paramref name="whenEmpty"/>. Every year is no range at all.</summary>
    /// <exception cref="SpecException">The text is not a list of ranges within bounds.</exception>
    public static IEnumerable<SpecRange> Parse(string text, CalendarField field, string whenEmpty)
    {
        text = text.Trim();
        text = text.Length == 0 ? whenEmpty : text;
        return text == "*" && field == CalendarField.Year ? [] : text.Split(',').Select(part => ParsePart(part, field));
    }

    private static SpecRange ParsePart(string part, CalendarField field)
    {
        var slash = part.Split('/');
        if (slash.Length > 2)
        {
            throw new SpecException($"{field.Name} has too many slashes");
        }

        var step = slash.Length == 2 ? Number(slash[1], field) : 1;
        if (step < 1)
        {
            throw new SpecException($"{field.Name} has invalid Step");
        }

        var (start, end) = Bounds(slash[0].Trim(), field, isOpen: slash.Length == 2);
        return end < start
            ? throw new SpecException($"{field.Name} has invalid range")
            : new SpecRange { Start = start, End = end, Step = step };
    }

    private static (int Start, int End) Bounds(string text, CalendarField field, bool isOpen)
    {
        if (text == "*")
        {
            return (field.Min, field.StarMax);
        }

        var dash = text.Split('-');
        if (dash.Length > 2)
        {
            throw new SpecException($"{field.Name} has too many dashes");
        }

        var start = Value(dash[0], field);
        return (start, dash.Length == 2 ? Value(dash[1], field) : isOpen ? field.StarMax : start);
    }

    private static int Value(string text, CalendarField field)
    {
        text = text.Trim();
        if (text.Length >= NameLength)
        {
            for (var i = 0; i < field.Names.Count; i++)
            {
                if (text.StartsWith(field.Names[i], StringComparison.OrdinalIgnoreCase))
                {
                    return field.Min + i;
                }
            }
        }

        var value = Number(text, field);
        return value >= field.Min && value <= field.Max
            ? value
            : throw new SpecException($"{field.Name} is not in range [{field.Min}-{field.Max}]");
    }

    private static int Number(string text, CalendarField field) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new SpecException($"{field.Name} is not a number: \"{text}\"");
}

/// <summary>A schedule spec that cannot be carried out; the message is what the caller is told.</summary>
internal sealed class SpecException(string message) : Exception(message);
