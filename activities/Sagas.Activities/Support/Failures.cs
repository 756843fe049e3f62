using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;

namespace Sagas.Activities.Support;

/// <summary>The two ways in which an activity says no.</summary>
internal static class Failures
{
    /// <summary>A declared refusal: not retried, starts compensation. Its details are those that the contract names.</summary>
    /// <param name="code">One of <see cref="Contracts.RefusalCodes"/>.</param>
    public static ApplicationFailureException Refused(string code, string message, string? detail = null) =>
        new(
            message, errorType: code, nonRetryable: true, details: [detail, ActivityAttempt.Number],
            // Business as usual: no warning with a stack trace for every declined card.
            category: ApplicationErrorCategory.Benign);

    /// <summary>Not known or not now: retried.</summary>
    /// <param name="code">One of <see cref="FailureCodes"/>.</param>
    public static ApplicationFailureException TryAgain(string code, string message, TimeSpan? notBefore = null) =>
        new(message, errorType: code, nextRetryDelay: notBefore);
}
