using System.Text.Json.Serialization;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Stripe.Store;

/// <summary>
/// One line of the journal: objects as they are from now on, the answer kept under a key, and the event to be delivered; or
/// that an event was delivered.
/// </summary>
internal sealed record JournalRecord
{
    public string? Key { get; init; }
    public string? Fingerprint { get; init; }
    public string? RequestId { get; init; }
    public long At { get; init; }
    public Outcome? Outcome { get; init; }

    /// <summary>False for an answer that was only made up by a fault rule: its objects did not change.</summary>
    public bool Applies { get; init; } = true;

    public StripeEvent? Event { get; init; }

    /// <summary>Id of an event that needs no more deliveries.</summary>
    public string? Delivered { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JournalRecord))]
internal sealed partial class JournalJson : JsonSerializerContext;
