using Temporal.DevServer.Persistence;
using Temporal.DevServer.Tests.History;
using Temporal.DevServer.Timers;

namespace Temporal.DevServer.Tests.Timers;

public sealed class TimerQueueTests
{
    [Fact]
    public async Task Set_AgainAndAgain_KeepsFewReplacedEntries()
    {
        var clock = new ManualClock();
        await using var queue = new TimerQueue(clock, _ => Task.CompletedTask);
        var key = new RunKey("ns", "w", "run");

        for (var i = 0; i < 10_000; i++)
        {
            queue.Set(key, clock.UtcNow.AddDays(365).AddSeconds(i));
        }

        queue.Count.ShouldBe(1);
        queue.Entries.ShouldBeLessThan(2_000);
    }
}
