using Dapper;
using Npgsql;
using Sagas.Api.Observation;
using Sagas.Api.Temporal;

namespace Sagas.Api.Sweeping;

/// <summary>
/// Keeps the promise of the booking row: a booking that was accepted while Temporal was down, or whose API process died
/// between the row and the start, is started here. Every API process sweeps; a workflow starts once however often it is
/// asked for.
/// </summary>
internal sealed class UnstartedBookings(
    NpgsqlDataSource database, IBookingSagas sagas, ApiOptions options, TimeProvider clock, ILogger<UnstartedBookings> logger)
    : Sweep(Every, clock, logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Younger ones are most likely being started by the request that accepted them.</summary>
    private const int AgeSecondsMin = 4;

    private const int BookingsPerSweepMax = 100;
    private const int RememberedMax = 10_000;

    /// <summary>Started for sure, but their first step has not left a fact yet.</summary>
    private readonly HashSet<string> _started = [];

    internal override async Task SweepAsync(CancellationToken stop)
    {
        foreach (var row in await ReadAsync(stop))
        {
            if (_started.Contains(row.BookingId))
            {
                continue;
            }

            using var span = TraceContext.GoOn("StartLateBooking", row.TraceContext, row.BookingId);
            var started = await sagas.StartAsync(row.ToCommand(options));
            Remember(row.BookingId);
            if (started)
            {
                Logger.Swept(row.BookingId, row.AgeSeconds);
            }
        }
    }

    private async Task<IReadOnlyList<Row>> ReadAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return (await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
             select {AcceptedRow.Columns}, extract(epoch from age)::integer as age_seconds
               from bookings.unstarted_bookings
              where age > make_interval(secs => {AgeSecondsMin}) and payment_method is not null
              order by accepted_at limit {BookingsPerSweepMax}
             """,
            cancellationToken: stop))).AsList();
    }

    private void Remember(string bookingId)
    {
        if (_started.Count >= RememberedMax)
        {
            _started.Clear();
        }

        _started.Add(bookingId);
    }

    private sealed class Row : AcceptedRow
    {
        public int AgeSeconds { get; init; }
    }
}
