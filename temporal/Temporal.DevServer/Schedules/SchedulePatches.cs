using Temporal.DevServer.History;
using Temporal.DevServer.State;
using Temporalio.Api.Schedule.V1;

namespace Temporal.DevServer.Schedules;

/// <summary>
/// What a patch does to a schedule: start now, start what a past period would have started, pause, unpause.
/// </summary>
internal static class SchedulePatches
{
    /// <summary>Applies a patch; pause and unpause together leave it unpaused.</summary>
    /// <param name="stored">Changed in place.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="cause">Tells its starts from those of other patches.</param>
    /// <param name="now">Server time.</param>
    public static void Apply(StoredSchedule stored, SchedulePatch patch, string cause, DateTimeOffset now)
    {
        if (patch.TriggerImmediately is { } trigger)
        {
            stored.Buffer.Add(new BufferedStart
            {
                NominalTime = trigger.ScheduledTime ?? now.ToStamp(),
                OverlapPolicy = trigger.OverlapPolicy,
                Manual = true,
                Cause = cause,
            });
        }

        stored.Backfills.Add(patch.BackfillRequest.Select((backfill, i) => new PendingBackfill
        {
            TakenUntil = (backfill.StartTime?.ToDateTimeOffset() ?? now).AddTicks(-1).ToStamp(),
            EndTime = backfill.EndTime ?? now.ToStamp(),
            OverlapPolicy = backfill.OverlapPolicy,
            Cause = $"{cause} {i}",
        }));
        if (patch.Pause.Length > 0)
        {
            SetPaused(stored, paused: true, patch.Pause);
        }

        if (patch.Unpause.Length > 0)
        {
            SetPaused(stored, paused: false, patch.Unpause);
        }
    }

    private static void SetPaused(StoredSchedule stored, bool paused, string note)
    {
        stored.Schedule.State.Paused = paused;
        stored.Schedule.State.Notes = note;
        stored.ConflictToken++;
    }
}
