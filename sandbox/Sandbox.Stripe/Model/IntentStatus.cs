namespace Sandbox.Stripe.Model;

/// <summary>
/// The states of a PaymentIntent:
/// <code>
/// created without a method ─────────────────────────────► requires_payment_method
/// created with a method, or update sets one ────────────► requires_confirmation
/// requires_payment_method | requires_confirmation
///     confirm, approved, automatic ─────────────────────► succeeded
///     confirm, approved, manual ────────────────────────► requires_capture
///     confirm, 3-D Secure asked ────────────────────────► requires_action
///     confirm, declined ────────────────────────────────► requires_payment_method
/// requires_action      buyer passes ────────────────────► requires_capture | succeeded
/// requires_action      buyer fails ─────────────────────► requires_payment_method
/// requires_capture     capture ─────────────────────────► succeeded
/// requires_capture     hold lapses ─────────────────────► canceled (automatic)
/// requires_* | processing   cancel ─────────────────────► canceled
/// succeeded, canceled: final
/// </code>
/// </summary>
internal static class IntentStatus
{
    public const string RequiresPaymentMethod = "requires_payment_method";
    public const string RequiresConfirmation = "requires_confirmation";
    public const string RequiresAction = "requires_action";
    public const string RequiresCapture = "requires_capture";
    public const string Succeeded = "succeeded";
    public const string Canceled = "canceled";

    public static bool CanConfirm(string status) =>
        status is RequiresPaymentMethod or RequiresConfirmation or RequiresAction;

    public static bool CanCancel(string status) => status is not (Succeeded or Canceled);
}
