using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Converters;

namespace Temporalio.Exceptions;

/// <summary>Something was cancelled.</summary>
public class CanceledFailureException : FailureException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    /// <param name="inner">Cause, if any.</param>
    /// <param name="details">Details; they must be convertible.</param>
    protected internal CanceledFailureException(
        string message, Exception? inner = null, IReadOnlyCollection<object?>? details = null)
        : base(message, inner) =>
        Details = new OutboundFailureDetails(details ?? []);

    /// <summary>Creates the exception from a failure of the wire.</summary>
    /// <param name="failure">Failure with cancellation information.</param>
    /// <param name="inner">Cause, already converted.</param>
    /// <param name="converter">Converter for the details.</param>
    /// <exception cref="ArgumentException">The failure is of another kind.</exception>
    protected internal CanceledFailureException(Failure failure, Exception? inner, IPayloadConverter converter)
        : base(failure, inner)
    {
        var info = failure.CanceledFailureInfo
            ?? throw new ArgumentException("Failure has no cancellation information", nameof(failure));
        Details = new InboundFailureDetails(
            converter, (IReadOnlyCollection<Payload>?)info.Details?.Payloads_ ?? []);
    }

    /// <summary>The failure that this exception was made from; null, in spite of its type, when it was raised in this process.</summary>
    public new Failure Failure => base.Failure!;

    /// <summary>Details; never null.</summary>
    public IFailureDetails Details { get; protected init; }
}
