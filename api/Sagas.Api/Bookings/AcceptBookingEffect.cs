using Npgsql;
using Sagas.Contracts.Bookings;
using Sagas.Effects;

namespace Sagas.Api.Bookings;

/// <summary>Makes a booking durable before its workflow is started, once per client and key.</summary>
/// <param name="Booking">What was asked for, under the id it gets if it is new.</param>
/// <param name="Key">The client's idempotency key.</param>
/// <param name="BodyHash">SHA-256 of the request, so that the same key with another body is refused.</param>
/// <param name="Trace">Where the request's trace goes on, or null.</param>
internal sealed record AcceptBookingEffect(BookSeats Booking, string Key, byte[] BodyHash, string? Trace)
    : Effect<Acceptance>
{
    protected override string Sql =>
        """
        select outcome, booking_id, lifecycle, unknown_seats
          from bookings.accept_booking($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    protected override void Bind(EffectParameters parameters) => parameters
        .Text(Booking.ClientId)
        .Text(Key)
        .Bytes(BodyHash)
        .Text(Booking.BookingId)
        .Text(Booking.EventId)
        .Texts(Booking.Seats)
        .Text(Booking.Customer.Name)
        .Text(Booking.Customer.Email)
        .Text(Booking.PaymentMethod)
        .Text(DeliveryPolicies.ToText(Booking.OnDeliveryFailure))
        .Text(Trace)
        .Text(Booking.ReturnUrl);

    protected override Acceptance Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(1) ? null : row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? [] : row.GetFieldValue<string[]>(3));
}
