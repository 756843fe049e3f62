using Sagas.Activities.Payments.Stripe;
using Sagas.Activities.Support;
using Stripe;
using Temporalio.Exceptions;

namespace Sagas.Activities.Payments;

/// <summary>Only here is decided how a failed call that is no refusal is tried again.</summary>
internal static class StripeFailures
{
    /// <summary>A wrong key is not put right within seconds, and trying it hard may lock the account.</summary>
    private static readonly TimeSpan CredentialsPause = TimeSpan.FromSeconds(30);

    public static ApplicationFailureException ToException(this StripeFailure failure, string what)
    {
        var message = $"{what}: {failure}";
        return failure.Kind switch
        {
            StripeFailureKind.Busy => Failures.TryAgain(FailureCodes.ProviderBusy, message, failure.RetryAfter),
            StripeFailureKind.Unknown => Failures.TryAgain(FailureCodes.ProviderUnknown, message),
            StripeFailureKind.Credentials =>
                Failures.TryAgain(FailureCodes.ProviderCredentials, message, CredentialsPause),
            StripeFailureKind.WrongState => Failures.TryAgain(FailureCodes.ProviderState, message),
            _ => Failures.TryAgain(FailureCodes.ProviderBug, message),
        };
    }

    /// <summary>The value, or the failure as an exception that has the activity tried again.</summary>
    public static T Require<T>(this StripeResult<T> result, string what)
        where T : class =>
        result.Failure is { } failure ? throw failure.ToException(what) : result.Ok;

    public static ApplicationFailureException InBetween(PaymentIntent intent, string what) => Failures.TryAgain(
        FailureCodes.ProviderState, $"{what}: payment intent {intent.Id} is '{intent.Status}', which is not final.");
}
