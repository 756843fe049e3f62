namespace Sandbox.Stripe.Store;

/// <summary>An idempotency key in use: what it was first used with, and the answer once there is one.</summary>
internal sealed record KeyedAnswer(string Fingerprint, long Created, string RequestId, Outcome? Outcome);
