using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Store;

/// <summary>Which object an answer shows.</summary>
internal enum Body
{
    None,
    Intent,
    Charge,
    Refund,
}

/// <summary>
/// What a call came to: the answer, and the objects as they were then. Stored under the idempotency key, it renders the same
/// answer again.
/// </summary>
internal sealed record Outcome
{
    public required int Status { get; init; }

    /// <summary>A refusal of the parameters themselves: nothing ran, so it is not kept under the key.</summary>
    public bool IsParameterFault { get; init; }

    public Body Body { get; init; }
    public StripeError? Error { get; init; }
    public Intent? Intent { get; init; }
    public Charge? Charge { get; init; }
    public Refund? Refund { get; init; }

    public static Outcome Of(Intent intent, Charge? charge = null) =>
        new() { Status = 200, Body = Body.Intent, Intent = intent, Charge = charge };

    public static Outcome Of(Charge charge, Intent? intent) =>
        new() { Status = 200, Body = Body.Charge, Intent = intent, Charge = charge };

    public static Outcome Of(Refund refund, Intent? intent, Charge? charge) =>
        new() { Status = 200, Body = Body.Refund, Intent = intent, Charge = charge, Refund = refund };

    public static Outcome RefusedParameters(StripeError error) => Refused(error) with { IsParameterFault = true };

    /// <summary>A refusal; an intent is shown inside the error.</summary>
    public static Outcome Refused(StripeError error, Intent? intent = null, Charge? charge = null) =>
        new() { Status = error.Status, Error = error, Intent = intent, Charge = charge };
}
