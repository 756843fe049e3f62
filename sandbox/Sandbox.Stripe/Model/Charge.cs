namespace Sandbox.Stripe.Model;

/// <summary>One try to take money by a card.</summary>
internal sealed record Charge
{
    public required string Id { get; init; }
    public required string Intent { get; init; }
    public required long Created { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required string CardToken { get; init; }
    public required string PaymentMethod { get; init; }
    public required string Status { get; init; }
    public required long CaptureBefore { get; init; }
    public bool Captured { get; init; }
    public long AmountCaptured { get; init; }
    public long AmountRefunded { get; init; }
    public bool Released { get; init; }
    public bool ThreeDSecure { get; init; }
    public string? Customer { get; init; }
    public string? Description { get; init; }
    public string? ReceiptEmail { get; init; }
    public string? StatementDescriptorSuffix { get; init; }
    public string? TransferGroup { get; init; }
    public StripeError? Failure { get; init; }
    public Dictionary<string, string>? Metadata { get; init; }

    /// <summary>What a refund may still give back.</summary>
    public long Refundable => AmountCaptured - AmountRefunded;

    public string Suffix => Id[3..];
}
