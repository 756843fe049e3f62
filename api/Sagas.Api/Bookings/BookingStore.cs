using Dapper;
using Npgsql;
using Sagas.Api.Observation;
using Sagas.Contracts.Bookings;
using Sagas.Effects;

namespace Sagas.Api.Bookings;

/// <summary>What the database said to a request for a booking.</summary>
/// <param name="Outcome">One of <see cref="AcceptOutcomes"/>.</param>
internal sealed record Acceptance(string Outcome, string? BookingId, string? Lifecycle, string[] UnknownSeats);

internal static class AcceptOutcomes
{
    public const string Accepted = "accepted";
    public const string Replayed = "replayed";
    public const string KeyReused = "key_reused";
    public const string UnknownEvent = "unknown_event";
    public const string UnknownSeats = "unknown_seats";
    public const string OffSale = "off_sale";
}

/// <summary>Bookings in PostgreSQL, through the views and functions made for the API.</summary>
internal sealed class BookingStore(NpgsqlDataSource database, IEffects effects)
{
    /// <summary>Makes the booking durable, once per client and key.</summary>
    public Task<Acceptance> AcceptAsync(BookSeats booking, string key, byte[] bodyHash, CancellationToken stop) =>
        effects.ApplyAsync(new AcceptBookingEffect(booking, key, bodyHash, TraceContext.Current), stop);

    /// <param name="bookingId">The booking.</param>
    /// <param name="clientId">Whose it must be; null for support, who see all.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<BookingRow?> FindAsync(string bookingId, string? clientId, CancellationToken stop)
    {
        if (!BookingIds.IsValid(bookingId))
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.QuerySingleOrDefaultAsync<BookingRow>(new CommandDefinition(
            $"""
             select {BookingRow.Columns} from bookings.booking_view
              where booking_id = @bookingId and (@clientId::text is null or client_id = @clientId)
             """,
            new { bookingId, clientId },
            cancellationToken: stop));
    }

    /// <summary>Whether a booking waits for its customer to confirm the payment.</summary>
    public async Task<bool> WaitsForCustomerAsync(string bookingId, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            "select action_url is not null from bookings.booking_view where booking_id = $1");
        Add(command, bookingId);
        return await command.ExecuteScalarAsync(stop) is true;
    }

    /// <summary>Whether the booking's saga has left a trace.</summary>
    public async Task<bool> HasBegunAsync(string bookingId, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select not exists (select 1 from bookings.unstarted_bookings where booking_id = @bookingId)",
            new { bookingId },
            cancellationToken: stop));
    }

    /// <summary>What happened to a booking, for a timeline when Temporal cannot tell.</summary>
    public async Task<IReadOnlyList<FactRow>> FactsAsync(string bookingId, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return (await connection.QueryAsync<FactRow>(new CommandDefinition(
            "select key, type, recorded_at from bookings.fact_view where booking_id = @bookingId order by sequence",
            new { bookingId },
            cancellationToken: stop))).AsList();
    }

    private static void Add(NpgsqlCommand command, string? value) =>
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = value });
}

/// <summary>One row of <c>bookings.fact_view</c>.</summary>
internal sealed class FactRow
{
    public required string Key { get; init; }

    public required string Type { get; init; }

    public DateTime RecordedAt { get; init; }
}
