using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Webhooks;

/// <summary>Something that happened to a PaymentIntent, with the PaymentIntent as it was then.</summary>
/// <param name="Key">Idempotency key of the call that caused it; null when no call did.</param>
internal sealed record StripeEvent(string Id, string Type, long Created, Intent Intent, string? Key);
