using Temporal.DevServer.History;
using Temporal.DevServer.Schedules.Spec;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>
/// Takes the times of a spec into the buffer of starts as they become due.
/// <code>
/// paused, or no actions left    → times pass unnoticed
/// due, within catch-up window   → buffered
/// due, older than that          → counted as missed
/// buffer full                   → taken later (backfill), or when it has room again (schedule)
/// </code>
/// </summary>
internal static class DueTimes
{
    /// <summary>Starts that may wait at the same time.</summary>
    public const int BufferMax = 1000;

    private const string TimerCause = "timer";

    /// <summary>True when the schedule takes actions of its own accord.</summary>
    public static bool IsActive(StoredSchedule stored) => !stored.Schedule.State.Paused
        && (!stored.Schedule.State.LimitedActions || stored.Schedule.State.RemainingActions > 0);

    /// <summary>When there is something to take next; null while it is inactive or has no more times.</summary>
    public static DateTimeOffset? NextDue(StoredSchedule stored, ScheduleTimes times) =>
        IsActive(stored) && stored.Buffer.Count < BufferMax
            ? times.Next(stored.TakenUntil.ToDateTimeOffset())?.Due
            : null;

    /// <summary>Takes what is due now; returns whether anything changed.</summary>
    public static bool Take(StoredSchedule stored, ScheduleTimes times, DateTimeOffset now)
    {
        var backfilled = TakeBackfills(stored, times);
        if (!IsActive(stored))
        {
            Pass(stored, now);
            return backfilled;
        }

        var window = stored.Schedule.Policies.CatchupWindow.ToSpan();
        var taken = false;
        while (stored.Buffer.Count < BufferMax
            && times.Next(stored.TakenUntil.ToDateTimeOffset()) is { } time && time.Due <= now)
        {
            taken = true;
            stored.TakenUntil = time.Nominal.ToStamp();
            if (now - time.Due > window)
            {
                stored.Info.MissedCatchupWindow++;
            }
            else
            {
                stored.Buffer.Add(new BufferedStart { NominalTime = time.Nominal.ToStamp(), Cause = TimerCause });
            }
        }

        return taken || backfilled;
    }

    /// <summary>Lets times up to now pass without action.</summary>
    public static void Pass(StoredSchedule stored, DateTimeOffset now)
    {
        if (stored.TakenUntil.ToDateTimeOffset() < now)
        {
            stored.TakenUntil = now.ToStamp();
        }
    }

    /// <summary>The next times at which actions will be taken, at most <paramref name="count"/>.</summary>
    public static IEnumerable<DateTimeOffset> Future(
        StoredSchedule stored, ScheduleTimes times, DateTimeOffset now, int count)
    {
        var state = stored.Schedule.State;
        var left = state.LimitedActions ? Math.Min(count, state.RemainingActions) : count;
        var after = stored.TakenUntil.ToDateTimeOffset();
        after = IsActive(stored) || after > now ? after : now;
        for (; left > 0 && times.Next(after) is { } time; left--)
        {
            after = time.Nominal;
            yield return time.Due;
        }
    }

    private static bool TakeBackfills(StoredSchedule stored, ScheduleTimes times)
    {
        var any = false;
        while (stored.Backfills.Count > 0 && stored.Buffer.Count < BufferMax)
        {
            any = true;
            var backfill = stored.Backfills[0];
            if (times.Next(backfill.TakenUntil.ToDateTimeOffset()) is not { } time
                || time.Nominal > backfill.EndTime.ToDateTimeOffset())
            {
                stored.Backfills.RemoveAt(0);
                continue;
            }

            backfill.TakenUntil = time.Nominal.ToStamp();
            stored.Buffer.Add(new BufferedStart
            {
                NominalTime = time.Nominal.ToStamp(),
                OverlapPolicy = backfill.OverlapPolicy,
                Manual = true,
                Cause = backfill.Cause,
            });
        }

        return any;
    }

    /// <summary>The overlap policy of a start: its own, else the schedule's.</summary>
    public static ScheduleOverlapPolicy PolicyOf(StoredSchedule stored, BufferedStart start) =>
        start.OverlapPolicy == ScheduleOverlapPolicy.Unspecified
            ? stored.Schedule.Policies.OverlapPolicy
            : start.OverlapPolicy;
}
