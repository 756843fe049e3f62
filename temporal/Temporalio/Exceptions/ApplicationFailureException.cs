using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Converters;

namespace Temporalio.Exceptions;

/// <summary>A failure of the application's own: the way for workflows and activities to fail on purpose.</summary>
public class ApplicationFailureException : FailureException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    /// <param name="errorType">Name of the kind of error, which retry policies may name.</param>
    /// <param name="nonRetryable">Whether a retry is pointless.</param>
    /// <param name="details">Details; they must be convertible.</param>
    /// <param name="nextRetryDelay">Delay before the next attempt, instead of the retry policy's.</param>
    /// <param name="category">Category; benign ones are not logged or counted as errors.</param>
    public ApplicationFailureException(
        string message,
        string? errorType = null,
        bool nonRetryable = false,
        IReadOnlyCollection<object?>? details = null,
        TimeSpan? nextRetryDelay = null,
        ApplicationErrorCategory category = ApplicationErrorCategory.Unspecified)
        : this(message, null, errorType, nonRetryable, details, nextRetryDelay, category)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">Message.</param>
    /// <param name="inner">Cause, which is sent along.</param>
    /// <param name="errorType">Name of the kind of error, which retry policies may name.</param>
    /// <param name="nonRetryable">Whether a retry is pointless.</param>
    /// <param name="details">Details; they must be convertible.</param>
    /// <param name="nextRetryDelay">Delay before the next attempt, instead of the retry policy's.</param>
    /// <param name="category">Category; benign ones are not logged or counted as errors.</param>
    public ApplicationFailureException(
        string message,
        Exception? inner,
        string? errorType = null,
        bool nonRetryable = false,
        IReadOnlyCollection<object?>? details = null,
        TimeSpan? nextRetryDelay = null,
        ApplicationErrorCategory category = ApplicationErrorCategory.Unspecified)
        : base(message, inner)
    {
        ErrorType = errorType;
        NonRetryable = nonRetryable;
        Details = new OutboundFailureDetails(details ?? []);
        NextRetryDelay = nextRetryDelay;
        Category = category;
    }

    /// <summary>Creates the exception from a failure of the wire.</summary>
    /// <param name="failure">Failure with application information.</param>
    /// <param name="inner">Cause, already converted.</param>
    /// <param name="converter">Converter for the details.</param>
    /// <exception cref="ArgumentException">The failure is of another kind.</exception>
    protected internal ApplicationFailureException(Failure failure, Exception? inner, IPayloadConverter converter)
        : base(failure, inner)
    {
        var info = failure.ApplicationFailureInfo
            ?? throw new ArgumentException("Failure has no application failure information", nameof(failure));
        ErrorType = info.Type.Length == 0 ? null : info.Type;
        NonRetryable = info.NonRetryable;
        Details = new InboundFailureDetails(
            converter, (IReadOnlyCollection<Payload>?)info.Details?.Payloads_ ?? []);
        NextRetryDelay = info.NextRetryDelay?.ToTimeSpan();
        Category = info.Category;
    }

    /// <summary>Name of the kind of error; null when there is none.</summary>
    public string? ErrorType { get; protected init; }

    /// <summary>Whether a retry is pointless.</summary>
    public bool NonRetryable { get; protected init; }

    /// <summary>Details; never null.</summary>
    public IFailureDetails Details { get; protected init; }

    /// <summary>Delay before the next attempt, instead of the retry policy's; null for the policy's.</summary>
    public TimeSpan? NextRetryDelay { get; protected init; }

    /// <summary>Category; benign ones are not logged or counted as errors.</summary>
    public ApplicationErrorCategory Category { get; protected init; }
}
