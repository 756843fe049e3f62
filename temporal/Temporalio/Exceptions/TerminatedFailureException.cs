using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>A workflow was terminated.</summary>
public class TerminatedFailureException : FailureException
{
    /// <summary>Creates the exception from a failure of the wire.</summary>
    /// <param name="failure">Failure with termination information.</param>
    /// <param name="inner">Cause, already converted.</param>
    /// <param name="details">Details of the termination, if any.</param>
    /// <exception cref="ArgumentException">The failure is of another kind.</exception>
    protected internal TerminatedFailureException(Failure failure, Exception? inner, InboundFailureDetails? details)
        : base(failure, inner)
    {
        if (failure.TerminatedFailureInfo == null)
        {
            throw new ArgumentException("Failure has no termination information", nameof(failure));
        }
        Details = details;
    }

    /// <summary>The failure that this exception was made from.</summary>
    public new Failure Failure => base.Failure!;

    /// <summary>Details of the termination; null when there are none.</summary>
    public IFailureDetails? Details { get; protected init; }
}
