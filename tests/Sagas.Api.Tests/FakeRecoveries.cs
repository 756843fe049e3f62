using System.Collections.Concurrent;
using Sagas.Api.Temporal;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Tests;

/// <summary>Stands for Temporal's workflows of bookings and recoveries: each as a test says, absent otherwise.</summary>
internal sealed class FakeRecoveries : IRecoveries
{
    private readonly ConcurrentDictionary<string, RunSeen> _recoveries = new();

    public ConcurrentDictionary<string, RunSeen> Bookings { get; } = new();

    /// <summary>What Temporal's list shows.</summary>
    public ConcurrentQueue<string> Ended { get; } = new();

    public ConcurrentQueue<RecoverBooking> Started { get; } = new();

    public static RunSeen Open { get; } = new("", DateTimeOffset.UtcNow, null);

    public static RunSeen Closed(string cause, DateTimeOffset? at = null) =>
        new(cause, DateTimeOffset.UtcNow.AddMinutes(-5), at ?? DateTimeOffset.UtcNow);

    public void EndRecovery(string bookingId, string cause, DateTimeOffset? startedAt = null) =>
        _recoveries[bookingId] = new RunSeen(cause, startedAt ?? DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);

    public async IAsyncEnumerable<string> EndedFromOutsideAsync(
        DateTimeOffset since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        while (!stop.IsCancellationRequested && Ended.TryDequeue(out var id))
        {
            yield return id;
        }
    }

    public Task<RunSeen> LookAtBookingAsync(string bookingId, CancellationToken stop) =>
        Task.FromResult(Bookings.GetValueOrDefault(bookingId, RunSeen.Absent));

    public Task<RunSeen> LookAtRecoveryAsync(string bookingId, CancellationToken stop) =>
        Task.FromResult(_recoveries.GetValueOrDefault(bookingId, RunSeen.Absent));

    public Task<bool> StartAsync(RecoverBooking recovery)
    {
        // As Temporal does: one open run of an id.
        var id = recovery.Booking.BookingId;
        while (true)
        {
            var last = _recoveries.GetValueOrDefault(id);
            if (last is { IsOpen: true })
            {
                return Task.FromResult(false);
            }

            if (last is null ? _recoveries.TryAdd(id, Open) : _recoveries.TryUpdate(id, Open, last))
            {
                Started.Enqueue(recovery);
                return Task.FromResult(true);
            }
        }
    }
}
