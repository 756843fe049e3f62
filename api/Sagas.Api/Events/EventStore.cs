using Dapper;
using Npgsql;
using Sagas.Contracts;

namespace Sagas.Api.Events;

/// <summary>Events as they are offered, through the views made for the API.</summary>
internal sealed class EventStore(NpgsqlDataSource database)
{
    private const int EventsMax = 500;

    private const string EventColumns = "event_id, name, venue, starts_at, currency, on_sale, version";

    public async Task<IReadOnlyList<EventResponse>> ListAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var rows = await connection.QueryAsync<EventRow>(new CommandDefinition(
            $"select {EventColumns} from events.event_view order by starts_at, event_id limit {EventsMax}",
            cancellationToken: stop));
        return [.. rows.Select(row => row.ToResponse())];
    }

    public async Task<EventDetailResponse?> FindAsync(string eventId, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
             select {EventColumns} from events.event_view where event_id = @eventId;
             select section, price_minor, currency, seats, free from events.section_view
              where event_id = @eventId order by section;
             """,
            new { eventId },
            cancellationToken: stop));
        if (await results.ReadSingleOrDefaultAsync<EventRow>() is not { } row)
        {
            return null;
        }

        var sections = await results.ReadAsync<SectionRow>();
        var known = row.ToResponse();
        return new EventDetailResponse(
            known.Id,
            known.Name,
            known.Venue,
            known.StartsAt,
            known.Currency,
            known.OnSale,
            known.Version,
            [.. sections.Select(section => section.ToResponse())]);
    }

    /// <summary>Null when there is no such event.</summary>
    public async Task<IReadOnlyList<SeatResponse>?> SeatsAsync(string eventId, string? section, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select count(*) from events.event_view where event_id = @eventId;
            select seat_id, section, number, status, price_minor, currency from events.seat_view
             where event_id = @eventId and (@section::text is null or section = @section)
             order by section, number, seat_id;
            """,
            new { eventId, section },
            cancellationToken: stop));
        return await results.ReadSingleAsync<long>() == 0
            ? null
            : [.. (await results.ReadAsync<SeatRow>()).Select(seat => seat.ToResponse())];
    }

    private sealed class EventRow
    {
        public required string EventId { get; init; }

        public required string Name { get; init; }

        public required string Venue { get; init; }

        public DateTime StartsAt { get; init; }

        public required string Currency { get; init; }

        public bool OnSale { get; init; }

        public int Version { get; init; }

        public EventResponse ToResponse() => new(EventId, Name, Venue, StartsAt, Currency, OnSale, Version);
    }

    private sealed class SectionRow
    {
        public required string Section { get; init; }

        public long PriceMinor { get; init; }

        public required string Currency { get; init; }

        public long Seats { get; init; }

        public long Free { get; init; }

        public SectionResponse ToResponse() => new(Section, new Money(PriceMinor, Currency), Seats, Free);
    }

    private sealed class SeatRow
    {
        public required string SeatId { get; init; }

        public required string Section { get; init; }

        public int Number { get; init; }

        public required string Status { get; init; }

        public long PriceMinor { get; init; }

        public required string Currency { get; init; }

        public SeatResponse ToResponse() => new(SeatId, Section, Number, Status, new Money(PriceMinor, Currency));
    }
}
