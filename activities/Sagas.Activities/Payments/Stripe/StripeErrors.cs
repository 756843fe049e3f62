using System.Net.Http.Headers;
using Stripe;

namespace Sagas.Activities.Payments.Stripe;

/// <summary>
/// Turns every answer that is no success into one of the closed set of failures. By status and group, never by a full list of
/// codes: Stripe adds codes at any time.
/// </summary>
internal static class StripeErrors
{
    private static readonly string[] StateCodes =
    [
        "payment_intent_unexpected_state", "charge_expired_for_capture", "capture_charge_authorization_expired",
        "charge_already_refunded", "charge_already_captured", "charge_disputed", "refund_disputed_payment",
    ];

    /// <summary>The exception's own message is left alone: it repeats an answer that it cannot read, whatever that holds.</summary>
    public static StripeFailure FromAnswer(StripeException exception)
    {
        var error = exception.StripeError;
        var status = (int)exception.HttpStatusCode;
        var headers = exception.StripeResponse?.Headers;
        return new StripeFailure(
            KindOf(status, error),
            status,
            error?.Code,
            error?.DeclineCode,
            error?.Message ?? $"Stripe answered HTTP {status} without an error object.",
            First(headers, "Request-Id"),
            Replayed: First(headers, "Idempotent-Replayed") == "true",
            RetryAfter: headers?.RetryAfter?.Delta);
    }

    public static StripeFailure NoAnswer(string why) =>
        new(StripeFailureKind.Unknown, null, null, null, why, null);

    private static StripeFailureKind KindOf(int status, StripeError? error) => status switch
    {
        402 => StripeFailureKind.Declined,
        401 or 403 => StripeFailureKind.Credentials,
        429 or 409 => StripeFailureKind.Busy,
        400 when error?.Type == "idempotency_error" => StripeFailureKind.Bug,
        400 when StateCodes.Contains(error?.Code, StringComparer.Ordinal) => StripeFailureKind.WrongState,
        400 when error?.Code is "parameter_unknown" or "parameter_missing" => StripeFailureKind.Bug,
        400 or 404 => StripeFailureKind.Invalid,
        // A success that cannot be read is one all the same: it happened, and only a look can tell what.
        (>= 200 and < 300) or 424 or >= 500 => StripeFailureKind.Unknown,
        _ => StripeFailureKind.Bug,
    };

    private static string? First(HttpResponseHeaders? headers, string name) =>
        headers is not null && headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
