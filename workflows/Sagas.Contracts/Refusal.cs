namespace Sagas.Contracts;

/// <summary>A declared "no" of the business: it starts compensation, and clients see it.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>.</param>
/// <param name="Detail">Machine-readable detail, such as the decline code of the card or the seats that were taken.</param>
public sealed record Refusal(string Code, string Message, string? Detail = null);

/// <summary>
/// Error types of the <c>ApplicationFailureException</c>s by which an activity declares a refusal: non-retryable, with two
/// details, the refusal's detail (a string or null) and the activity's attempt number (an int, for the timeline). The
/// message reaches clients, so it carries no personal data. Everything else an activity throws is an unknown failure and
/// is retried.
/// </summary>
public static class RefusalCodes
{
    public const string UnknownEvent = "UnknownEvent";
    /// <summary>The event is not, or no longer, on sale.</summary>
    public const string EventClosed = "EventClosed";
    /// <summary>Detail: the seat ids, comma separated.</summary>
    public const string UnknownSeats = "UnknownSeats";
    /// <summary>Detail: the seat ids, comma separated.</summary>
    public const string SeatsTaken = "SeatsTaken";
    /// <summary>The hold is gone: released or taken by another epoch.</summary>
    public const string HoldLost = "HoldLost";
    /// <summary>Detail: the provider's decline code, such as <c>insufficient_funds</c>.</summary>
    public const string PaymentDeclined = "PaymentDeclined";
    /// <summary>The provider refuses the payment method or the request itself. Detail: the provider's error code.</summary>
    public const string PaymentInvalid = "PaymentInvalid";
    /// <summary>The card needs the customer, and the service has no page to send the customer back to.</summary>
    public const string PaymentActionRequired = "PaymentActionRequired";
    /// <summary>The card needed the customer, who did not confirm the payment in time.</summary>
    public const string PaymentNotConfirmed = "PaymentNotConfirmed";
    /// <summary>The authorisation can no longer be captured. Detail: the provider's error code or the intent's status.</summary>
    public const string CaptureFailed = "CaptureFailed";
    /// <summary>The e-mail provider refuses this address for good.</summary>
    public const string MailAddressRejected = "MailAddressRejected";
    /// <summary>The refund cannot be made by the provider. Detail: its error code. Parks the compensation.</summary>
    public const string RefundFailed = "RefundFailed";
    /// <summary>Given by the saga itself when a client cancels.</summary>
    public const string CancelledByClient = "CancelledByClient";
    /// <summary>Given by the saga itself when support undoes a booking.</summary>
    public const string CompensatedBySupport = "CompensatedBySupport";

    /// <summary>Given by a recovery that undoes a booking because its workflow was ended from outside.</summary>
    public const string UndoneByRecovery = "UndoneByRecovery";
    /// <summary>The facts and the provider contradict each other; a recovery does not guess. Parks.</summary>
    public const string RecoveryUndecided = "RecoveryUndecided";

    public static IReadOnlySet<string> All { get; } = new HashSet<string>
    {
        UnknownEvent, EventClosed, UnknownSeats, SeatsTaken, HoldLost, PaymentDeclined, PaymentInvalid, PaymentActionRequired,
        PaymentNotConfirmed, CaptureFailed, MailAddressRejected, RefundFailed, CancelledByClient, CompensatedBySupport,
        UndoneByRecovery, RecoveryUndecided,
    };
}
