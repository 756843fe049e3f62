using System.Text.Json.Serialization;

namespace Sagas.Contracts.Bookings;

/// <summary>Input of the booking workflow.</summary>
/// <param name="OnDeliveryFailure">
/// What happens when the tickets cannot be delivered for good. Part of the input, not read from the environment, so that
/// a replay decides as the first run did.
/// </param>
public sealed record BookSeats(
    string BookingId,
    string ClientId,
    string EventId,
    IReadOnlyList<string> Seats,
    Customer Customer,
    string PaymentMethod,
    DeliveryFailurePolicy OnDeliveryFailure = DeliveryFailurePolicy.Park)
{
    public const int SeatsMax = 50;
    public const int SeatIdLengthMax = 64;
    public const int EventIdLengthMax = 64;
    public const int PaymentMethodLengthMax = 255;
}

/// <summary>Who books. Personal data: never logged, so its text form shows neither name nor address.</summary>
public sealed record Customer(string Name, string Email)
{
    public const int NameLengthMax = 200;
    public const int EmailLengthMax = 254;

    public override string ToString() => "Customer { … }";
}

[JsonConverter(typeof(JsonStringEnumConverter<DeliveryFailurePolicy>))]
public enum DeliveryFailurePolicy
{
    /// <summary>The booking stays confirmed, its tickets stay downloadable, support decides.</summary>
    Park,
    /// <summary>The whole booking is undone: tickets, payment, seats, booking, notice.</summary>
    Compensate,
}
