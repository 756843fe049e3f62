using Temporalio.Exceptions;

namespace Temporalio.Converters;

/// <summary>The failure of a payload that a converter or codec finds invalid.</summary>
public static class PayloadValidationError
{
    private const string ErrorType = "PayloadValidationError";

    /// <summary>Makes the failure; it is not retryable.</summary>
    /// <param name="details">What is wrong; it must be convertible.</param>
    /// <returns>The exception to throw.</returns>
    public static ApplicationFailureException CreateException(object? details) =>
        new("Payload validation failed", ErrorType, nonRetryable: true, details: details == null ? null : [details]);
}
