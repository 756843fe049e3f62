using System.Text.Json.Serialization;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Store;

/// <summary>One line of the journal: objects as they are from now on, and the answer kept under a key.</summary>
internal sealed record JournalRecord
{
    public string? Key { get; init; }
    public string? Fingerprint { get; init; }
    public string? RequestId { get; init; }
    public long At { get; init; }
    public required Outcome Outcome { get; init; }

    /// <summary>False for an answer that was only made up by a fault rule: its objects did not change.</summary>
    public bool Applies { get; init; } = true;
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JournalRecord))]
internal sealed partial class JournalJson : JsonSerializerContext;
