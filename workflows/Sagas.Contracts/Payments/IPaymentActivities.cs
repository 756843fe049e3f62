using Temporalio.Activities;

namespace Sagas.Contracts.Payments;

/// <summary>Port of the payment provider, on <see cref="TaskQueues.Payments"/>. Implementations repeat the attributes.</summary>
public interface IPaymentActivities
{
    /// <summary>Refuses with PaymentDeclined, PaymentInvalid or PaymentActionRequired.</summary>
    [Activity]
    Task<AuthorisationAnswer> AuthorisePaymentAsync(AuthorisePayment command);

    /// <summary>Refuses with PaymentDeclined or PaymentInvalid.</summary>
    [Activity]
    Task<AuthorisationAnswer> CheckAuthorisationAsync(CheckAuthorisation command);

    /// <summary>Refuses with PaymentNotConfirmed, PaymentDeclined or PaymentInvalid; or the payment is authorised after all.</summary>
    [Activity]
    Task<AuthorisationAnswer> ExpireAuthorisationAsync(ExpireAuthorisation command);

    [Activity]
    Task<PaymentCancelled> CancelPaymentAsync(CancelPayment command);

    /// <summary>Refuses with CaptureFailed, only when it is certain that no money moved.</summary>
    [Activity]
    Task<PaymentCaptured> CapturePaymentAsync(CapturePayment command);

    /// <summary>Refuses with RefundFailed.</summary>
    [Activity]
    Task<PaymentRefunded> RefundPaymentAsync(RefundPayment command);

    [Activity]
    Task<PaymentSeen> ReadPaymentAsync(ReadPayment query);
}
