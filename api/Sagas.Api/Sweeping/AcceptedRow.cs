using Sagas.Api.Bookings;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Sweeping;

/// <summary>What the row of a booking keeps of what was asked for.</summary>
internal class AcceptedRow
{
    public const string Columns =
        """
        booking_id, client_id, event_id, seats, customer_name, customer_email, payment_method, on_delivery_failure, trace_context,
        return_url
        """;

    public required string BookingId { get; init; }

    public required string ClientId { get; init; }

    public required string EventId { get; init; }

    public required string[] Seats { get; init; }

    public required string CustomerName { get; init; }

    public required string CustomerEmail { get; init; }

    /// <summary>Null: the booking did not come by the API.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>Null: a row of a build that did not keep it.</summary>
    public string? OnDeliveryFailure { get; init; }

    /// <summary>Null: the request was not traced.</summary>
    public string? TraceContext { get; init; }

    /// <summary>Null: the client named no page of its own.</summary>
    public string? ReturnUrl { get; init; }

    /// <param name="options">For what the row does not say.</param>
    public BookSeats ToCommand(ApiOptions options) => new(
        BookingId,
        ClientId,
        EventId,
        Seats,
        new Customer(CustomerName, CustomerEmail),
        PaymentMethod ?? "",
        DeliveryPolicies.Read(OnDeliveryFailure, options.OnDeliveryFailure),
        ReturnUrl,
        options.TriesDatabaseLocally,
        options.TriesCallsLocally,
        Accepted: true);
}
