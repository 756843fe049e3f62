namespace Sagas.Contracts.Payments;

/// <summary>Port of the payment provider, on <see cref="TaskQueues.Payments"/>. Implementations repeat the attributes.</summary>
public interface IPaymentActivities
{
    /// <summary>Refuses with PaymentDeclined, PaymentInvalid or PaymentActionRequired.</summary>
    Task<PaymentAuthorised> AuthorisePaymentAsync(AuthorisePayment command);

    Task<PaymentCancelled> CancelPaymentAsync(CancelPayment command);

    /// <summary>Refuses with CaptureFailed, only when it is certain that no money moved.</summary>
    Task<PaymentCaptured> CapturePaymentAsync(CapturePayment command);

    /// <summary>Refuses with RefundFailed.</summary>
    Task<PaymentRefunded> RefundPaymentAsync(RefundPayment command);

    Task<PaymentSeen> ReadPaymentAsync(ReadPayment query);
}
