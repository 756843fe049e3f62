namespace Temporalio.Client.Schedules;

/// <summary>When a schedule's action is done: at all the times given, less those to skip.</summary>
public record ScheduleSpec
{
    /// <summary>Times by calendar.</summary>
    /// <value>Empty.</value>
    public IReadOnlyCollection<ScheduleCalendarSpec> Calendars { get; init; } = [];

    /// <summary>Times by interval.</summary>
    /// <value>Empty.</value>
    public IReadOnlyCollection<ScheduleIntervalSpec> Intervals { get; init; } = [];

    /// <summary>Times by cron expression; the server turns them into calendars.</summary>
    /// <value>Empty.</value>
    public IReadOnlyCollection<string> CronExpressions { get; init; } = [];

    /// <summary>Times to skip.</summary>
    /// <value>Empty.</value>
    public IReadOnlyCollection<ScheduleCalendarSpec> Skip { get; init; } = [];

    /// <summary>Time before which nothing is done.</summary>
    /// <value>Null: none.</value>
    public DateTime? StartAt { get; init; }

    /// <summary>Time after which nothing is done.</summary>
    /// <value>Null: none.</value>
    public DateTime? EndAt { get; init; }

    /// <summary>Most by which each time is put off at random.</summary>
    /// <value>Null: none.</value>
    public TimeSpan? Jitter { get; init; }

    /// <summary>Time zone of calendars, as the IANA names it.</summary>
    /// <value>Null: UTC.</value>
    public string? TimeZoneName { get; init; }
}

/// <summary>Times by interval: whole multiples since the epoch, plus an offset.</summary>
/// <param name="Every">The interval.</param>
/// <param name="Offset">The offset.</param>
public record ScheduleIntervalSpec(TimeSpan Every, TimeSpan? Offset = null);
