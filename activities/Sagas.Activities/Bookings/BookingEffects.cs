using System.Text.Json;
using Npgsql;
using Sagas.Contracts.Bookings;
using Sagas.Effects;

namespace Sagas.Activities.Bookings;

internal sealed record OpenEffect(OpenBooking Command) : Effect<Done>
{
    protected override string Sql => "select bookings.open_booking($1, $2, $3, $4, $5, $6, $7)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(Command.BookingId).Text(Command.ClientId).Text(Command.EventId).Texts(Command.Seats)
        .Text(Command.Customer.Name).Text(Command.Customer.Email);

    protected override Done Read(NpgsqlDataReader row) => default;
}

internal sealed record CloseEffect(CloseBooking Command) : Effect<Done>
{
    protected override string Sql => "select bookings.close_booking($1, $2, $3, $4, $5, $6)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(Command.BookingId).Text(Command.Status).Text(Command.Reason.Code)
        .Text(Command.Reason.Message).Text(Command.Reason.Detail);

    protected override Done Read(NpgsqlDataReader row) => default;
}

internal sealed record ConfirmEffect(ConfirmBooking Command, IReadOnlyList<Ticket> Tickets) : Effect<Done>
{
    protected override string Sql => "select bookings.confirm_booking($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(Command.BookingId)
        .Text(string.IsNullOrEmpty(Command.PaymentIntentId) ? null : Command.PaymentIntentId)
        .BigInt(Command.Total.Amount).Text(Command.Total.Currency).Text(Command.ChargeId)
        .Integer(Command.EventVersion)
        .Texts(Tickets.Select(ticket => ticket.Seat))
        .Texts(Tickets.Select(ticket => TicketCodes.IdOf(Command.BookingId, ticket.Seat)))
        .Texts(Tickets.Select(ticket => ticket.Code));

    protected override Done Read(NpgsqlDataReader row) => default;
}

internal sealed record VoidEffect(VoidTickets Command, string ConfirmKey) : Effect<int>
{
    protected override string Sql => "select bookings.void_tickets($1, $2, $3, $4)";

    protected override void Bind(EffectParameters parameters) =>
        parameters.Text(Command.Key).Text(Command.BookingId).Text(Command.Reason).Text(ConfirmKey);

    protected override int Read(NpgsqlDataReader row) => row.GetInt32(0);
}

internal sealed record NoteStateEffect(NoteSagaState Command) : Effect<Done>
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    protected override string Sql => "select bookings.note_saga_state($1, $2, $3, $4, $5, $6)";

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Command.Key).Text(Command.BookingId).Integer(Command.Case)
        .Json(Command.Parked is null ? null : JsonSerializer.Serialize(Command.Parked, Web))
        .Json(Command.DecidedBy is null ? null : JsonSerializer.Serialize(Command.DecidedBy, Web))
        .Text(Command.Email);

    protected override Done Read(NpgsqlDataReader row) => default;
}
