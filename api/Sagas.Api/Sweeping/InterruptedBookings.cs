using Sagas.Api.Observation;
using Sagas.Api.Temporal;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Sweeping;

/// <summary>
/// Finds bookings that are open in the facts while their workflow is closed or gone, and starts a recovery for each.
/// <para>
/// Whom to suspect comes from two sides. Temporal lists the workflows that were ended from outside (terminated, failed, timed
/// out), which finds them within seconds. The facts list what has not been decided for a while or waits for support, which finds
/// also what Temporal knows nothing of; they are read page by page. What is decided and yet not finished (tickets that were never
/// mailed) stands in no index, because nothing is written for it: a slow walk over all bookings finds it. A suspect is cleared
/// when the facts say that nothing is left to do, and left alone while its newest run is open: that may be one that an operator
/// started by a reset.
/// </para>
/// Every API process sweeps. Two of them start one recovery, because it has one workflow id.
/// </summary>
internal sealed class InterruptedBookings(
    UnfinishedBookings facts, IRecoveries recoveries, ApiOptions options, TimeProvider clock, ILogger<InterruptedBookings> logger)
    : Sweep(Every, clock, logger)
{
    private const int LooksPerSweepMax = 200;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>How far back the first sweep asks Temporal.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(3);

    /// <summary>Temporal lists what was closed a little later, and by its own clock.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>An attempt that a worker had in hand when its run was ended may last so long.</summary>
    private static readonly TimeSpan LastAttempts = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan AfterFailedRecovery = TimeSpan.FromHours(1);

    private readonly Suspects _suspects = new(clock);
    private DateTimeOffset _askedUntil = clock.GetUtcNow() - LookBack;
    private DateTime _pageEnd = DateTime.UnixEpoch;
    private string _walkedTo = "";

    internal override async Task SweepAsync(CancellationToken stop)
    {
        await SuspectOpenAsync(stop);
        await SuspectDecidedAsync(stop);
        await SuspectEndedAsync(stop);
        var ids = _suspects.TakeDue(LooksPerSweepMax);
        if (ids.Count == 0)
        {
            return;
        }

        var unfinished = (await facts.AmongAsync(ids, stop)).ToDictionary(row => row.BookingId);
        foreach (var id in ids)
        {
            if (unfinished.TryGetValue(id, out var row))
            {
                await LookAsync(row, stop);
            }
            else
            {
                _suspects.Clear(id);
            }
        }
    }

    private async Task SuspectEndedAsync(CancellationToken stop)
    {
        var now = Clock.GetUtcNow();
        var hasRoom = true;
        await foreach (var id in recoveries.EndedFromOutsideAsync(_askedUntil - Overlap, stop))
        {
            hasRoom &= _suspects.TryAdd(id);
        }

        if (hasRoom)
        {
            _askedUntil = now;
        }
    }

    private async Task SuspectOpenAsync(CancellationToken stop)
    {
        var page = await facts.OpenAsync(_pageEnd, LooksPerSweepMax, stop);
        foreach (var row in page)
        {
            _suspects.TryAdd(row.BookingId);
        }

        _pageEnd = page.Count == LooksPerSweepMax ? page[^1].AcceptedAt : DateTime.UnixEpoch;
    }

    private async Task SuspectDecidedAsync(CancellationToken stop)
    {
        var page = await facts.DecidedAsync(_walkedTo, LooksPerSweepMax, stop);
        foreach (var id in page.BookingIds)
        {
            _suspects.TryAdd(id);
        }

        _walkedTo = page.PageEnd ?? "";
    }

    private async Task LookAsync(UnfinishedRow row, CancellationToken stop)
    {
        var run = await recoveries.LookAtBookingAsync(row.BookingId, stop);
        // Without a trace of its saga, it is for the other sweep to start it.
        if (run.IsOpen || (run.IsAbsent && !row.HasBegun))
        {
            return;
        }

        var last = await recoveries.LookAtRecoveryAsync(row.BookingId, stop);
        if (last.IsOpen)
        {
            return;
        }

        if (last.Cause == RecoveryCauses.Completed && !(last.StartedAt < run.ClosedAt))
        {
            Logger.RecoveryLeftOpen(row.BookingId);
            _suspects.Postpone(row.BookingId, AfterFailedRecovery);
            return;
        }

        await StartAsync(row, run, last);
    }

    private async Task StartAsync(UnfinishedRow row, RunSeen run, RunSeen last)
    {
        using var span = TraceContext.GoOn("RecoverBooking", row.TraceContext, row.BookingId);
        var closedAt = last.ClosedAt ?? run.ClosedAt;
        var started = await recoveries.StartAsync(new RecoverBooking(
            row.ToCommand(options), row.Recoveries + 1, row.AttentionCase, run.Cause, closedAt + LastAttempts));
        if (started)
        {
            Logger.RecoveryStarted(row.BookingId, run.Cause);
        }
    }
}
