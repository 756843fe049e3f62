using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Schedules.Spec;
using Temporalio.Api.Schedule.V1;
using SpecRange = Temporalio.Api.Schedule.V1.Range;

namespace Temporal.DevServer.Tests.Schedules;

public sealed class ScheduleTimesTests
{
    public static TheoryData<string, string, string, string[]> Crons => new()
    {
        // Every day at noon.
        { "0 12 * * *", "", "2026-01-01T12:00:00Z", ["2026-01-02T12:00:00Z", "2026-01-03T12:00:00Z"] },

        // The 31st exists in every other month only.
        { "0 0 31 * *", "", "2026-01-31T00:00:00Z", ["2026-03-31T00:00:00Z", "2026-05-31T00:00:00Z"] },

        // 29 February.
        { "0 0 29 2 *", "", "2026-01-01T00:00:00Z", ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"] },

        // Never.
        { "0 0 30 2 *", "", "2026-01-01T00:00:00Z", [] },

        // A day must match the day of month and the day of week: Friday the 13th.
        { "0 0 13 * fri", "", "2026-01-01T00:00:00Z", ["2026-02-13T00:00:00Z", "2026-03-13T00:00:00Z"] },

        // 7 is Sunday.
        { "0 0 * * 7", "", "2026-01-01T00:00:00Z", ["2026-01-04T00:00:00Z", "2026-01-11T00:00:00Z"] },

        // Steps; six fields end with the year, seven begin with seconds.
        { "*/30 22-23 * * *", "", "2026-01-01T22:00:00Z", ["2026-01-01T22:30:00Z", "2026-01-01T23:00:00Z"] },
        { "0 0 1 1 * 2030", "", "2026-01-01T00:00:00Z", ["2030-01-01T00:00:00Z"] },
        { "15/30 0 0 1 1 * *", "", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:15Z", "2026-01-01T00:00:45Z"] },

        // Clocks go forward in Berlin at 02:00 on 29 March 2026: that day has no 02:30.
        { "30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", ["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"] },

        // Clocks go back at 03:00 on 25 October 2026: 02:30 comes twice.
        {
            "30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z",
            ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"]
        },

        // Midnight of a day that begins at 01:00 (Cairo, 24 April 2026) is left out.
        { "0 0 * * *", "Africa/Cairo", "2026-04-22T22:00:00Z", ["2026-04-24T21:00:00Z"] },

        // A change by half an hour (Lord Howe, 4 October 2026, 02:00 to 02:30).
        { "15 2 * * *", "Australia/Lord_Howe", "2026-10-02T16:00:00Z", ["2026-10-04T15:15:00Z"] },
        { "0 3 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", ["2026-10-03T16:00:00Z"] },

        // The zone in the string, names, @ forms, and a comment.
        { "TZ=America/New_York 0 9 * jan mon # standup", "", "2026-01-01T00:00:00Z", ["2026-01-05T14:00:00Z"] },
        { "@monthly", "", "2026-01-15T00:00:00Z", ["2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"] },
        { "@every 1h30m/10m", "", "1970-01-01T00:00:00Z", ["1970-01-01T00:10:00Z", "1970-01-01T01:40:00Z"] },
    };

    [Theory]
    [MemberData(nameof(Crons))]
    public void Next_CronString_GivesItsTimes(string cron, string zone, string after, string[] expected)
    {
        var spec = new ScheduleSpec { CronString = { cron }, TimezoneName = zone };

        TimesAfter(spec, after, expected.Length + (expected.Length == 0 ? 1 : 0)).ShouldBe(expected);
    }

    [Fact]
    public void Next_IntervalWithPhase_CountsFromTheEpoch()
    {
        var spec = new ScheduleSpec
        {
            Interval = { new IntervalSpec { Interval = Seconds(3600), Phase = Seconds(900) } },
        };

        TimesAfter(spec, "2026-01-01T00:15:00Z", 2).ShouldBe(["2026-01-01T01:15:00Z", "2026-01-01T02:15:00Z"]);
    }

    [Fact]
    public void Next_StartEndAndExclusion_LimitTheTimes()
    {
        var spec = new ScheduleSpec
        {
            Calendar = { new CalendarSpec { Hour = "0,12" } },
            ExcludeStructuredCalendar =
            {
                new StructuredCalendarSpec
                {
                    Hour = { new SpecRange { Start = 12 } },
                    DayOfMonth = { new SpecRange { Start = 2 } },
                },
            },
            StartTime = Time("2026-01-02T00:00:00Z"),
            EndTime = Time("2026-01-03T00:00:00Z"),
        };

        TimesAfter(spec, "2020-01-01T00:00:00Z", 5).ShouldBe(["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"]);
    }

    [Fact]
    public void Next_EveryTimeExcluded_GivesNone()
    {
        var spec = new ScheduleSpec
        {
            Interval = { new IntervalSpec { Interval = Seconds(3600) } },
            ExcludeStructuredCalendar =
            {
                new StructuredCalendarSpec { Hour = { new SpecRange { Start = 0, End = 23 } } },
            },
        };

        TimesAfter(spec, "2026-01-01T00:00:00Z", 1).ShouldBeEmpty();
    }

    [Fact]
    public void Next_IntervalBeyondTheCalendar_GivesNone()
    {
        var spec = new ScheduleSpec
        {
            Interval = { new IntervalSpec { Interval = Seconds(315_000_000_000) } },
            Jitter = Seconds(315_000_000_000),
        };

        TimesAfter(spec, "2026-01-01T00:00:00Z", 1).ShouldBeEmpty();
    }

    [Fact]
    public void Next_Jitter_DelaysByTheSameAmountAndNotPastTheNextTime()
    {
        var spec = SpecNormalizer.Normalize(new ScheduleSpec
        {
            Interval = { new IntervalSpec { Interval = Seconds(60) } },
            Jitter = Seconds(86_400),
        });
        var times = new ScheduleTimes(spec, "seed");
        var again = new ScheduleTimes(spec, "seed");
        var after = Time("2026-01-01T00:00:00Z").ToDateTimeOffset();
        for (var i = 0; i < 100; i++)
        {
            var time = times.Next(after).ShouldNotBeNull();
            time.ShouldBe(again.Next(after).ShouldNotBeNull());
            time.Due.ShouldBeInRange(time.Nominal, time.Nominal.AddMinutes(1));
            after = time.Nominal;
        }
    }

    [Fact]
    public void Normalize_EveryForm_BecomesStructured()
    {
        var spec = SpecNormalizer.Normalize(new ScheduleSpec
        {
            StructuredCalendar = { new StructuredCalendarSpec { Hour = { new SpecRange { Start = 5 } } } },
            Calendar = { new CalendarSpec { Minute = "1-9/2", Comment = "calendar" } },
            CronString = { "0 8 * * * # cron", "@every 2h" },
        });

        spec.CronString.ShouldBeEmpty();
        spec.Calendar.ShouldBeEmpty();
        spec.StructuredCalendar.Select(c => c.Comment).ShouldBe(["", "calendar", "cron"]);
        spec.StructuredCalendar[0].ShouldBe(new StructuredCalendarSpec
        {
            Hour = { new SpecRange { Start = 5, End = 5, Step = 1 } },
        });
        spec.StructuredCalendar[1].Minute.ShouldBe([new SpecRange { Start = 1, End = 9, Step = 2 }]);
        spec.StructuredCalendar[2].DayOfWeek.ShouldBe([new SpecRange { Start = 0, End = 6, Step = 1 }]);
        spec.StructuredCalendar[2].Year.ShouldBeEmpty();
        spec.Interval.ShouldBe([new IntervalSpec { Interval = Seconds(7200) }]);
    }

    public static TheoryData<ScheduleSpec, string> Faults => new()
    {
        { new() { CronString = { "1 2 3" } }, "CronString does not have 5-7 fields" },
        { new() { Calendar = { new CalendarSpec { Hour = "24" } } }, "Hour is not in range [0-23]" },
        {
            new()
            {
                StructuredCalendar = { new StructuredCalendarSpec { Hour = { new SpecRange { Start = 24 } } } },
            },
            "invalid calendar spec: Hour Start is not in range [0-23]"
        },
        { new() { Interval = { new IntervalSpec { Interval = new() { Nanos = 5 } } } }, "interval is too small" },
        {
            new() { Interval = { new IntervalSpec { Interval = Seconds(5), Phase = Seconds(6) } } },
            "phase cannot be greater than Interval"
        },
        { new() { TimezoneName = "No/Where" }, "unknown time zone No/Where" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Normalize_Faulty_SaysWhatIsWrong(ScheduleSpec spec, string fault) =>
        Should.Throw<SpecException>(() => SpecNormalizer.Normalize(spec)).Message.ShouldBe(fault);

    private static Duration Seconds(long seconds) => new() { Seconds = seconds };

    private static Timestamp Time(string text) => Timestamp.FromDateTimeOffset(
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    private static List<string> TimesAfter(ScheduleSpec spec, string after, int count)
    {
        var times = new ScheduleTimes(SpecNormalizer.Normalize(spec), "seed");
        var found = new List<string>();
        var from = Time(after).ToDateTimeOffset();
        while (found.Count < count && times.Next(from) is { } time)
        {
            from = time.Nominal;
            found.Add(from.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        }

        return found;
    }
}
