using Npgsql;
using Sagas.Contracts.Events;
using Sagas.Effects;

namespace Sagas.Activities.Events;

internal sealed record HoldEffect(HoldSeats Command, TimeSpan Hold, TimeSpan Grace) : Effect<HoldAnswer>
{
    protected override string Sql =>
        "select outcome, refused, event_version, event_name, starts_at, currency, total_minor, seats, sections, prices_minor, "
        + "held_until from events.hold_seats($1, $2, $3, $4, $5, $6, $7)";

    protected override SeatsTouched Seats => new(Command.EventId, Command.Seats);

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(Command.BookingId).Text(Command.EventId).Texts(Command.Seats).Integer(Command.Epoch)
        .Interval(Hold).Interval(Grace);

    protected override HoldAnswer Read(NpgsqlDataReader row)
    {
        var outcome = row.GetString(0);
        var refused = row.GetFieldValue<string[]>(1);
        return outcome == HoldAnswer.Held
            ? new HoldAnswer(outcome, refused, new Offer(
                row.GetInt32(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5), row.GetInt64(6),
                row.GetFieldValue<string[]>(7), row.GetFieldValue<string[]>(8), row.GetFieldValue<long[]>(9),
                row.GetFieldValue<DateTimeOffset>(10)))
            : new HoldAnswer(outcome, refused, null);
    }
}

/// <param name="Outcome">`held`, `taken`, `unknown`, `unknown_event`, `off_sale`.</param>
/// <param name="Refused">Seats that are taken or unknown.</param>
internal sealed record HoldAnswer(string Outcome, IReadOnlyList<string> Refused, Offer? Offer)
{
    public const string Held = "held";
}

internal sealed record Offer(
    int EventVersion, string EventName, DateTimeOffset StartsAt, string Currency, long TotalMinor,
    IReadOnlyList<string> Seats, IReadOnlyList<string> Sections, IReadOnlyList<long> PricesMinor, DateTimeOffset HeldUntil);

internal sealed record CommitEffect(CommitSeats Command) : Effect<CommitAnswer>
{
    protected override string Sql => "select outcome, event_version from events.commit_seats($1, $2, $3, $4, $5)";

    protected override SeatsTouched Seats => new(Command.EventId, Command.Seats);

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(Command.BookingId).Text(Command.EventId).Texts(Command.Seats).Integer(Command.Epoch);

    protected override CommitAnswer Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.IsDBNull(1) ? 0 : row.GetInt32(1));
}

/// <param name="Outcome">`committed`, `off_sale`, `lost`.</param>
internal sealed record CommitAnswer(string Outcome, int EventVersion);

internal sealed record ReleaseEffect(ReleaseSeats Command, string HoldKey) : Effect<int>
{
    protected override string Sql => "select events.release_seats($1, $2, $3, $4, $5, $6)";

    protected override SeatsTouched Seats => new(Command.EventId, Command.Seats);

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(HoldKey).Text(Command.BookingId).Text(Command.EventId).Texts(Command.Seats)
        .Integer(Command.Epoch);

    protected override int Read(NpgsqlDataReader row) => row.GetInt32(0);
}
