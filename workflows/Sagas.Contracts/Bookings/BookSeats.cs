using System.Text.Json.Serialization;

namespace Sagas.Contracts.Bookings;

/// <summary>Input of the booking workflow.</summary>
/// <param name="OnDeliveryFailure">
/// What happens when the tickets cannot be delivered for good. Part of the input, not read from the environment, so that
/// a replay decides as the first run did.
/// </param>
/// <param name="ReturnUrl">Where the customer goes after 3-D Secure; null: to the service's own page.</param>
/// <param name="LocalSteps">
/// Whether steps that are one transaction of our own database are tried by the workflow's worker itself before they become
/// activities. False for a booking that an older build began. Part of the input, so that a replay does as the first run did.
/// </param>
/// <param name="LocalCalls">The same, with <paramref name="LocalSteps"/>, for steps that call a provider.</param>
/// <param name="Accepted">
/// Whether the row of the booking is there already, written with the acceptance of the request, so that nothing is left to do
/// for its first step. False for a booking that an older build began, and for one that did not come by the API.
/// </param>
public sealed record BookSeats(
    string BookingId,
    string ClientId,
    string EventId,
    IReadOnlyList<string> Seats,
    Customer Customer,
    string PaymentMethod,
    DeliveryFailurePolicy OnDeliveryFailure = DeliveryFailurePolicy.Park,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReturnUrl = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool LocalSteps = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool LocalCalls = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Accepted = false)
{
    public const int SeatsMax = 50;
    public const int SeatIdLengthMax = 64;
    public const int EventIdLengthMax = 64;
    public const int PaymentMethodLengthMax = 255;

    /// <summary>What is wrong with this command, each as one clause; empty when nothing is. Accepts missing parts.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Add(!BookingIds.IsValid(BookingId), $"bookingId '{BookingId}' is no booking id");
        Add(string.IsNullOrEmpty(ClientId), "clientId is missing");
        Add(EventId is not { Length: > 0 and <= EventIdLengthMax }, $"eventId must have 1 to {EventIdLengthMax} characters");
        Add(PaymentMethod is not { Length: > 0 and <= PaymentMethodLengthMax },
            $"paymentMethod must have 1 to {PaymentMethodLengthMax} characters");
        Add(ReturnUrl is { } page && ReturnUrls.Fault(page) is not null, "returnUrl must be an absolute https address");
        faults.AddRange(SeatFaults(Seats));
        faults.AddRange(Customer is null ? ["customer is missing"] : Customer.Faults());
        return faults;

        void Add(bool isFault, string fault)
        {
            if (isFault)
            {
                faults.Add(fault);
            }
        }
    }

    /// <summary>What is wrong with a list of seats, each as one clause.</summary>
    public static IEnumerable<string> SeatFaults(IReadOnlyList<string>? seats)
    {
        if (seats is not { Count: > 0 and <= SeatsMax })
        {
            yield return $"seats must name 1 to {SeatsMax} seats";
            yield break;
        }
        if (seats.Any(seat => seat is not { Length: > 0 and <= SeatIdLengthMax }))
        {
            yield return $"every seat id must have 1 to {SeatIdLengthMax} characters";
        }
        if (seats.Distinct(StringComparer.Ordinal).Count() != seats.Count)
        {
            yield return "a seat may be named only once";
        }
    }
}

/// <summary>Who books. Personal data: never logged, so its text form shows neither name nor address.</summary>
public sealed record Customer(string Name, string Email)
{
    public const int NameLengthMax = 200;
    public const int EmailLengthMax = 254;

    /// <summary>What is wrong with this customer, each as one clause that does not repeat the data.</summary>
    public IEnumerable<string> Faults()
    {
        if (Name is null || Name.Length > NameLengthMax || string.IsNullOrWhiteSpace(Name) || Name.Any(char.IsControl))
        {
            yield return $"customer.name must have 1 to {NameLengthMax} printable characters";
        }
        if (EmailFault(Email) is { } fault)
        {
            yield return $"customer.email {fault}";
        }
    }

    /// <summary>
    /// What is plainly wrong with an e-mail address, as a clause, or null. Whether it exists only the provider can tell.
    /// </summary>
    public static string? EmailFault(string? email)
    {
        if (email is not { Length: >= 3 and <= EmailLengthMax })
        {
            return $"must have 3 to {EmailLengthMax} characters";
        }
        var at = email.LastIndexOf('@');
        return at <= 0 || at == email.Length - 1 || email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? "must be an address like name@example.com"
            : null;
    }

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
