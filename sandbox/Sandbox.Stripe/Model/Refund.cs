namespace Sandbox.Stripe.Model;

/// <summary>Money given back.</summary>
internal sealed record Refund
{
    public const string Pending = "pending";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";

    public required string Id { get; init; }
    public required string Charge { get; init; }
    public required string Intent { get; init; }
    public required long Created { get; init; }
    public required long Amount { get; init; }
    public required string Currency { get; init; }
    public required string Status { get; init; }
    public string? Reason { get; init; }
    public string? FailureReason { get; init; }
    public string? PendingReason { get; init; }

    /// <summary>When a pending or doomed refund changes, in Unix seconds; null when it is final.</summary>
    public long? SettlesAt { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }
}
