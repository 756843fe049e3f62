using System.Text.Json.Serialization;

namespace Sagas.Contracts.Payments;

/// <summary>Creates the payment intent (manual capture), stores its id, then confirms it. Looks before it writes.</summary>
/// <param name="Key">`{bookingId}:authorise-payment:{n}`.</param>
/// <param name="BusinessAttempt">`n`: 1, and one more for every new card; not the activity's attempt.</param>
/// <param name="ReturnUrl">Where the customer goes after 3-D Secure; null: to the service's own page, if it has one.</param>
public sealed record AuthorisePayment(
    string Key, string BookingId, int BusinessAttempt, Money Total, string PaymentMethod, string Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReturnUrl = null);

/// <summary>What the card's bank says to a payment.</summary>
/// <param name="Authorised">
/// Null: it wants the customer to confirm first (3-D Secure). The page where that is done is kept with the booking, not in
/// here: its address is a secret of the customer.
/// </param>
public sealed record AuthorisationAnswer(string PaymentIntentId, Money? Authorised, int Attempt);

/// <summary>Looks whether the customer has confirmed meanwhile. Notes what it finds.</summary>
public sealed record CheckAuthorisation(string BookingId, int BusinessAttempt, Money Total);

/// <summary>
/// Ends the wait for the customer: cancels the payment intent, unless it turns out authorised.
/// </summary>
/// <param name="Key">`{bookingId}:expire-payment:{n}`.</param>
public sealed record ExpireAuthorisation(string Key, string BookingId, int BusinessAttempt, Money Total);

/// <summary>
/// Makes sure no authorisation of this booking stays alive. Finds the intent by booking id, since the saga may not have
/// learned its id. No intent, or one cancelled or fully refunded already, is success; a captured one is refunded.
/// </summary>
/// <param name="Key">`{bookingId}:cancel-payment:{n}`.</param>
public sealed record CancelPayment(
    string Key, string BookingId, int BusinessAttempt, string? PaymentIntentId, string Reason);

/// <param name="Outcome">One of <see cref="CancelOutcomes"/>.</param>
public sealed record PaymentCancelled(string? PaymentIntentId, string Outcome, int Attempt);

public static class CancelOutcomes
{
    public const string Cancelled = "cancelled";
    public const string NeverHappened = "never_happened";
    public const string Refunded = "refunded";
}

/// <summary>The pivot. Reads the intent first; captured already is success.</summary>
/// <param name="Key">`{bookingId}:capture-payment:{n}`.</param>
public sealed record CapturePayment(string Key, string BookingId, int BusinessAttempt, string PaymentIntentId, Money Total);

public sealed record PaymentCaptured(string PaymentIntentId, string? ChargeId, Money Captured, int Attempt);

/// <summary>Gives back what was captured. Nothing captured is success with a refund of zero.</summary>
/// <param name="Key">`{bookingId}:refund-payment:{n}`.</param>
public sealed record RefundPayment(
    string Key, string BookingId, int BusinessAttempt, string PaymentIntentId, Money Total, string Reason);

public sealed record PaymentRefunded(string? RefundId, Money Refunded, int Attempt);

/// <summary>Asks the provider what is true, changes nothing.</summary>
public sealed record ReadPayment(string BookingId, int BusinessAttempt, string? PaymentIntentId);

/// <param name="State">One of <see cref="PaymentStates"/>.</param>
public sealed record PaymentSeen(string State, string? PaymentIntentId, string? ChargeId, Money? Captured, int Attempt);

public static class PaymentStates
{
    public const string None = "none";
    public const string Open = "open";
    public const string Authorised = "authorised";
    public const string Captured = "captured";
    public const string Cancelled = "cancelled";
    public const string Refunded = "refunded";
}
