using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Webhooks;

/// <summary>Which event a change of a PaymentIntent is.</summary>
internal static class EventTypes
{
    /// <summary>
    /// Null: none that is delivered. The sandbox tells only of PaymentIntents that needed their buyer: whoever confirms a
    /// card that does not learns everything from the answers, and a benchmark measures no deliveries that nobody needs.
    /// </summary>
    public static string? Of(Intent? before, Intent after) =>
        after.AuthenticationUrl is null || before?.Status == after.Status ? null : after.Status switch
        {
            IntentStatus.RequiresAction => "payment_intent.requires_action",
            IntentStatus.RequiresCapture => "payment_intent.amount_capturable_updated",
            IntentStatus.Succeeded => "payment_intent.succeeded",
            IntentStatus.Canceled => "payment_intent.canceled",
            IntentStatus.RequiresPaymentMethod => "payment_intent.payment_failed",
            _ => null,
        };
}
