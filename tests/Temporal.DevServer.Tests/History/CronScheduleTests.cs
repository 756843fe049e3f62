using Temporal.DevServer.History;

namespace Temporal.DevServer.Tests.History;

public sealed class CronScheduleTests
{
    private static readonly DateTimeOffset s_newYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("@every 5s", 0.7, 0.9, 5)] // 5.0 - 0.9, rounded up
    [InlineData("@every 5s", 0.7, 1.2, 4)] // the run ended after the second had changed
    [InlineData("@every 5s", 0.7, 5, 0)]
    [InlineData("@every 5s", 0.7, 12, 3)]
    [InlineData("@every 5s", 9.5, 3, 7)] // ended before it was to begin: its own time comes first
    [InlineData("@hourly", 0, 3599, 1)]
    [InlineData("*/10 * * * *", 600, 30, 570)]
    [InlineData("TZ=Asia/Kolkata 30 5 * * *", 0, 1, 86399)]
    [InlineData("0 0 */2 * 1", 0, 1, 2 * 86400 - 1)] // a step is a restriction: odd days or Mondays
    [InlineData("0 0 *,2 * 1", 0, 1, 4 * 86400 - 1)] // a star anywhere is none: Mondays
    public void NextDelay_OfARun_IsInWholeSeconds(string schedule, double start, double now, int seconds) =>
        CronSchedule.Parse(schedule)!.NextDelay(s_newYear.AddSeconds(start), s_newYear.AddSeconds(now))
            .ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("", null)]
    [InlineData("0 0 29 2 *", null)]
    [InlineData("0 0 * * 7", "invalid CronSchedule.")]
    [InlineData("0 0 * * * *", "invalid CronSchedule.")]
    [InlineData("TZ=Nowhere/Land 0 0 * * *", "invalid CronSchedule.")]
    [InlineData("0 0 30 2 *", "invalid CronSchedule, no time can be found to satisfy the schedule")]
    public void Fault_OfASchedule_IsInTheWordsOfARealServer(string schedule, string? fault) =>
        CronSchedule.Fault(schedule, s_newYear).ShouldBe(fault);
}
