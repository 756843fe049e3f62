using System.Text.Json.Serialization;

namespace Sagas.Activities.Payments.Stripe;

/// <summary>The fields of a PaymentIntent that we use. Unknown fields and values are expected and ignored.</summary>
internal sealed record PaymentIntent
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public long Amount { get; init; }

    public long AmountReceived { get; init; }

    public string? Currency { get; init; }

    public string? LatestCharge { get; init; }

    public NextAction? NextAction { get; init; }

    public StripeError? LastPaymentError { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }
}

/// <summary>What the customer must do. Other kinds than a redirect have no address.</summary>
internal sealed record NextAction
{
    public RedirectToUrl? RedirectToUrl { get; init; }
}

internal sealed record RedirectToUrl
{
    public string? Url { get; init; }
}

/// <summary>Statuses of a PaymentIntent that we decide by; any other is treated as "in between".</summary>
internal static class IntentStatuses
{
    public const string RequiresPaymentMethod = "requires_payment_method";
    public const string RequiresConfirmation = "requires_confirmation";
    public const string RequiresAction = "requires_action";
    public const string RequiresCapture = "requires_capture";
    public const string Processing = "processing";
    public const string Succeeded = "succeeded";
    public const string Canceled = "canceled";
}

internal sealed record Refund
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public long Amount { get; init; }

    public string? FailureReason { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    /// <summary>The money has gone back, or is on its way.</summary>
    [JsonIgnore]
    public bool CountsAsReturned => Status is not ("failed" or "canceled");
}

internal sealed record RefundList
{
    public required List<Refund> Data { get; init; }

    public bool HasMore { get; init; }
}

internal sealed record StripeErrorBody
{
    public StripeError? Error { get; init; }
}

internal sealed record StripeError
{
    public string? Type { get; init; }

    public string? Code { get; init; }

    public string? DeclineCode { get; init; }

    public string? Message { get; init; }

    public string? Param { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PaymentIntent))]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(RefundList))]
[JsonSerializable(typeof(StripeErrorBody))]
internal sealed partial class StripeJson : JsonSerializerContext;
