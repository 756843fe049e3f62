using System.Text.Json;

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

    public static StripeFailure FromAnswer(HttpResponseMessage answer, ReadOnlySpan<byte> body)
    {
        var error = Parse(body);
        var status = (int)answer.StatusCode;
        return new StripeFailure(
            KindOf(status, error),
            status,
            error?.Code,
            error?.DeclineCode,
            error?.Message ?? $"Stripe answered HTTP {status} without an error object.",
            First(answer, "Request-Id"),
            Replayed: First(answer, "Idempotent-Replayed") == "true",
            RetryAfter: answer.Headers.RetryAfter?.Delta);
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
        424 or >= 500 => StripeFailureKind.Unknown,
        _ => StripeFailureKind.Bug,
    };

    private static StripeError? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, StripeJson.Default.StripeErrorBody)?.Error;
        }
        catch (JsonException)
        {
            return null; // A gateway's HTML page: the status says enough.
        }
    }

    private static string? First(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
