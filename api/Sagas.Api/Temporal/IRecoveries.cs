using Sagas.Contracts.Bookings;

namespace Sagas.Api.Temporal;

/// <summary>Workflows of bookings and of their recoveries, as the sweep sees and starts them.</summary>
internal interface IRecoveries
{
    /// <summary>Bookings of which the workflow, or the recovery, was ended from outside since then. A hint: lists lag behind.</summary>
    IAsyncEnumerable<string> EndedFromOutsideAsync(DateTimeOffset since, CancellationToken stop);

    /// <summary>The newest run of the booking's own workflow.</summary>
    Task<RunSeen> LookAtBookingAsync(string bookingId, CancellationToken stop);

    /// <summary>The newest run of its recovery.</summary>
    Task<RunSeen> LookAtRecoveryAsync(string bookingId, CancellationToken stop);

    /// <summary>Starts a recovery, unless one is open.</summary>
    /// <returns>Whether it was this call that started it.</returns>
    Task<bool> StartAsync(RecoverBooking recovery);
}

/// <summary>One run at one moment.</summary>
/// <param name="Cause">How it was closed, one of <see cref="RecoveryCauses"/>; empty while it is open.</param>
/// <param name="StartedAt">Null: there is none.</param>
/// <param name="ClosedAt">Null: it is open, or there is none.</param>
internal sealed record RunSeen(string Cause, DateTimeOffset? StartedAt, DateTimeOffset? ClosedAt)
{
    public static RunSeen Absent { get; } = new(RecoveryCauses.Absent, null, null);

    public bool IsOpen => Cause.Length == 0;

    public bool IsAbsent => Cause == RecoveryCauses.Absent;
}
