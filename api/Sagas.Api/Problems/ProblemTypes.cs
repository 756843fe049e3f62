using System.Collections.Frozen;

namespace Sagas.Api.Problems;

/// <summary>One kind of refusal: its stable type, its status and its title.</summary>
/// <param name="Slug">The end of the type URI; clients may switch on it, so it never changes.</param>
public sealed record ProblemType(string Slug, int Status, string Title)
{
    public string Uri { get; } = "urn:sagas:problem:" + Slug;
}

/// <summary>Every kind of refusal that the API gives. Listed for clients in <c>docs/error-codes.md</c>.</summary>
public static class ProblemTypes
{
    public static readonly ProblemType InvalidBody = new("invalid-body", 400, "The request is not valid.");
    public static readonly ProblemType BodyTooLarge = new("body-too-large", 413, "The request body is too large.");
    public static readonly ProblemType UnsupportedMediaType =
        new("unsupported-media-type", 415, "The request body must be application/json.");
    public static readonly ProblemType BadRequest = new("bad-request", 400, "The request cannot be read.");
    public static readonly ProblemType BadSignature =
        new("bad-signature", 400, "The signature of the event does not hold.");
    public static readonly ProblemType Unauthorized = new("unauthorized", 401, "A valid API key is needed.");
    public static readonly ProblemType Forbidden = new("forbidden", 403, "This API key may not do that.");
    public static readonly ProblemType NotFound = new("not-found", 404, "There is nothing here.");
    public static readonly ProblemType MethodNotAllowed =
        new("method-not-allowed", 405, "This resource does not know that method.");

    public static readonly ProblemType KeyMissing =
        new("idempotency-key-missing", 422, "The Idempotency-Key header is missing or malformed.");
    public static readonly ProblemType KeyReused =
        new("idempotency-key-reused", 422, "This Idempotency-Key was used before with another body.");
    public static readonly ProblemType StillRunning =
        new("booking-still-running", 409, "The booking of this Idempotency-Key is still being made.");

    public static readonly ProblemType UnknownEvent = new("unknown-event", 404, "There is no such event.");
    public static readonly ProblemType UnknownSeats = new("unknown-seats", 422, "The event has no such seats.");
    public static readonly ProblemType UnknownBooking = new("unknown-booking", 404, "There is no such booking.");
    public static readonly ProblemType EventClosed = new("event-closed", 409, "The event is not on sale.");
    public static readonly ProblemType SeatsTaken = new("seats-taken", 409, "Seats are taken.");
    public static readonly ProblemType HoldLost = new("hold-lost", 409, "The seats could not be kept.");
    public static readonly ProblemType PaymentDeclined = new("payment-declined", 402, "The payment was declined.");
    public static readonly ProblemType PaymentActionRequired =
        new("payment-action-required", 402, "The card needs its owner to confirm the payment.");
    public static readonly ProblemType PaymentNotConfirmed =
        new("payment-not-confirmed", 402, "The customer did not confirm the payment in time.");
    public static readonly ProblemType PaymentInvalid = new("payment-invalid", 422, "The payment method is not valid.");
    public static readonly ProblemType CaptureFailed = new("capture-failed", 402, "The payment could not be collected.");
    public static readonly ProblemType BookingRejected = new("booking-rejected", 409, "The booking was rejected.");

    public static readonly ProblemType SagaMovedOn =
        new("saga-moved-on", 409, "The booking does not wait for this decision any more.");
    public static readonly ProblemType RepairInFlight =
        new("repair-in-flight", 409, "Another decision on this booking is being carried out.");
    public static readonly ProblemType PastPivot =
        new("past-pivot", 409, "The money is collected; only a refund can undo this booking.");
    public static readonly ProblemType RepairInvalid = new("repair-invalid", 422, "The decision does not fit the booking.");

    public static readonly ProblemType Unavailable =
        new("unavailable", 503, "The service cannot do this right now; try again.");
    public static readonly ProblemType Internal = new("internal", 500, "Something went wrong on our side.");

    /// <summary>What stands for a bare status code that something below the endpoints gave.</summary>
    public static readonly FrozenDictionary<int, ProblemType> ByStatus = new[]
    {
        BadRequest, Unauthorized, Forbidden, NotFound, MethodNotAllowed, BodyTooLarge, UnsupportedMediaType, Internal,
        Unavailable,
    }.ToFrozenDictionary(type => type.Status);
}
