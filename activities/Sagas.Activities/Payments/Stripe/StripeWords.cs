using Stripe;

namespace Sagas.Activities.Payments.Stripe;

/// <summary>Statuses of a PaymentIntent that we decide by; any other is treated as "in between".</summary>
internal static class IntentStatuses
{
    public const string RequiresPaymentMethod = "requires_payment_method";
    public const string RequiresConfirmation = "requires_confirmation";
    public const string RequiresAction = "requires_action";
    public const string RequiresCapture = "requires_capture";
    public const string Processing = "processing";
    public const string Succeeded = "succeeded";
    public const string Canceled = "canceled";
}

internal static class Refunds
{
    /// <summary>The money has gone back, or is on its way.</summary>
    public static bool CountsAsReturned(this Refund refund) => refund.Status is not ("failed" or "canceled");
}
