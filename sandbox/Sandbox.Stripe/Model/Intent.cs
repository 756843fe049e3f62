namespace Sandbox.Stripe.Model;

/// <summary>A PaymentIntent. A change makes a new value, so that stored answers keep what they said.</summary>
internal sealed record Intent
{
    public required string Id { get; init; }
    public required string Secret { get; init; }
    public required long Created { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required string Status { get; init; }
    public string CaptureMethod { get; init; } = "automatic_async";
    public string ConfirmationMethod { get; init; } = "automatic";
    public long AmountReceived { get; init; }
    public long AmountCapturable { get; init; }
    public long? CanceledAt { get; init; }
    public string? CancellationReason { get; init; }
    public string? Customer { get; init; }
    public string? Description { get; init; }
    public string? ReceiptEmail { get; init; }
    public string? ReturnUrl { get; init; }

    /// <summary>Where the buyer passes 3-D Secure; kept afterwards, so it also tells that the buyer was once needed.</summary>
    public string? AuthenticationUrl { get; init; }

    public string? SetupFutureUsage { get; init; }
    public string? StatementDescriptorSuffix { get; init; }
    public string? TransferGroup { get; init; }
    public bool? AutomaticMethods { get; init; }
    public string? AllowRedirects { get; init; }
    public string? CardToken { get; init; }
    public string? PaymentMethod { get; init; }
    public string? LatestCharge { get; init; }
    public StripeError? LastError { get; init; }
    public TestCard? LastErrorCard => LastErrorToken is null ? null : TestCards.Find(LastErrorToken);
    public string? LastErrorToken { get; init; }
    public int Attempts { get; init; }
    public Dictionary<string, string>? Metadata { get; init; }
    public Shipping? Shipping { get; init; }
}

/// <summary>Where a purchase is sent; given back as it came.</summary>
internal sealed record Shipping(
    string? Name, string? Phone, string? Carrier, string? TrackingNumber, Dictionary<string, string>? Address);
