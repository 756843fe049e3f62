namespace Temporalio.Client.Schedules;

/// <summary>Times by calendar: those at which all fields match.</summary>
public record ScheduleCalendarSpec
{
    /// <summary>Just zero: the beginning of a minute, hour or day.</summary>
    public static readonly IReadOnlyCollection<ScheduleRange> Beginning = [ScheduleRange.Zero];

    /// <summary>All days of a month.</summary>
    public static readonly IReadOnlyCollection<ScheduleRange> AllMonthDays = [new(1, 31)];

    /// <summary>All months.</summary>
    public static readonly IReadOnlyCollection<ScheduleRange> AllMonths = [new(1, 12)];

    /// <summary>All days of a week.</summary>
    public static readonly IReadOnlyCollection<ScheduleRange> AllWeekDays = [new(0, 6)];

    /// <summary>Seconds, 0 to 59.</summary>
    /// <value>0.</value>
    public IReadOnlyCollection<ScheduleRange> Second { get; init; } = Beginning;

    /// <summary>Minutes, 0 to 59.</summary>
    /// <value>0.</value>
    public IReadOnlyCollection<ScheduleRange> Minute { get; init; } = Beginning;

    /// <summary>Hours, 0 to 23.</summary>
    /// <value>0.</value>
    public IReadOnlyCollection<ScheduleRange> Hour { get; init; } = Beginning;

    /// <summary>Days of the month, 1 to 31.</summary>
    /// <value>All.</value>
    public IReadOnlyCollection<ScheduleRange> DayOfMonth { get; init; } = AllMonthDays;

    /// <summary>Months, 1 to 12.</summary>
    /// <value>All.</value>
    public IReadOnlyCollection<ScheduleRange> Month { get; init; } = AllMonths;

    /// <summary>Years.</summary>
    /// <value>Empty: all.</value>
    public IReadOnlyCollection<ScheduleRange> Year { get; init; } = [];

    /// <summary>Days of the week, 0 (Sunday) to 6.</summary>
    /// <value>All.</value>
    public IReadOnlyCollection<ScheduleRange> DayOfWeek { get; init; } = AllWeekDays;

    /// <summary>Comment for people to read.</summary>
    /// <value>Null: none.</value>
    public string? Comment { get; init; }
}
