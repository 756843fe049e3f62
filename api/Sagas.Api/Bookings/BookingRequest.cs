using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sagas.Api.Requests;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Bookings;

/// <summary>What a client asks for.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BookingRequest
{
    [MinLength(1), MaxLength(BookSeats.EventIdLengthMax)]
    public required string EventId { get; init; }

    [MinLength(1), MaxLength(BookSeats.SeatsMax)]
    [Description("Ids of the seats, each once.")]
    public required IReadOnlyList<string> Seats { get; init; }

    public required CustomerRequest Customer { get; init; }

    public required PaymentRequest Payment { get; init; }

    [Description("What happens when the tickets cannot be delivered for good: 'park' leaves the booking confirmed and asks "
        + "support, 'compensate' undoes it. The default is the service's own setting.")]
    [AllowedValues("park", "compensate", null)]
    public string? OnDeliveryFailure { get; init; }

    /// <summary>Reads and checks a body; every fault at once.</summary>
    internal static BookingRequest Read(JsonElement body)
    {
        var faults = new FaultList();
        var reader = new ObjectReader(body, "", faults, "eventId", "seats", "customer", "payment", "onDeliveryFailure");
        var customer = reader.Object("customer", "name", "email");
        var payment = reader.Object("payment", "method", "returnUrl");
        var request = new BookingRequest
        {
            EventId = reader.Text("eventId", BookSeats.EventIdLengthMax),
            Seats = reader.UniqueTexts("seats", BookSeats.SeatsMax, BookSeats.SeatIdLengthMax),
            Customer = new CustomerRequest
            {
                Name = customer?.Text("name", Contracts.Bookings.Customer.NameLengthMax).Trim() ?? "",
                Email = customer is { } from ? ReadEmail(from, required: true) : "",
            },
            Payment = new PaymentRequest
            {
                Method = payment?.Text("method", BookSeats.PaymentMethodLengthMax) ?? "",
                ReturnUrl = payment is { } paid ? ReadReturnUrl(paid) : null,
            },
            OnDeliveryFailure = reader.Text("onDeliveryFailure", 20, required: false) is { Length: > 0 } policy ? policy : null,
        };
        if (request.OnDeliveryFailure is { } said && !DeliveryPolicies.IsKnown(said))
        {
            reader.Fault("onDeliveryFailure", "must be 'park' or 'compensate'.");
        }

        return faults.Any ? throw JsonBody.Invalid(faults) : request;
    }

    private static string? ReadReturnUrl(ObjectReader reader)
    {
        if (reader.Text("returnUrl", ReturnUrls.LengthMax, required: false) is not { Length: > 0 } url)
        {
            return null;
        }

        if (ReturnUrls.Fault(url) is { } fault)
        {
            reader.Fault("returnUrl", fault + ".");
        }

        return url;
    }

    internal static string ReadEmail(ObjectReader reader, bool required)
    {
        var email = reader.Text("email", Contracts.Bookings.Customer.EmailLengthMax, required).Trim();
        if (email.Length > 0 && EmailSyntax.Fault(email) is { } fault)
        {
            reader.Fault("email", fault);
        }

        return email;
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CustomerRequest
{
    [MinLength(1), MaxLength(Customer.NameLengthMax)]
    public required string Name { get; init; }

    [EmailAddress, MaxLength(Customer.EmailLengthMax)]
    [Description("Where the tickets are sent.")]
    public required string Email { get; init; }

    public override string ToString() => "CustomerRequest { … }";
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PaymentRequest
{
    [MinLength(1), MaxLength(BookSeats.PaymentMethodLengthMax)]
    [Description("Id of a payment method at Stripe, such as pm_card_visa.")]
    public required string Method { get; init; }

    [MaxLength(ReturnUrls.LengthMax)]
    [Description("Where the customer goes after 3-D Secure, in place of the service's own page: https, or http on this machine. "
        + "{bookingId} stands for the booking's id.")]
    public string? ReturnUrl { get; init; }
}
