using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>A failure that the server raised itself.</summary>
public class ServerFailureException : FailureException
{
    /// <summary>Creates the exception from a failure of the wire.</summary>
    /// <param name="failure">Failure with server information.</param>
    /// <param name="inner">Cause, already converted.</param>
    /// <exception cref="ArgumentException">The failure is of another kind.</exception>
    protected internal ServerFailureException(Failure failure, Exception? inner)
        : base(failure, inner)
    {
        if (failure.ServerFailureInfo == null)
        {
            throw new ArgumentException("Failure has no server failure information", nameof(failure));
        }
    }

    /// <summary>The failure that this exception was made from.</summary>
    public new Failure Failure => base.Failure!;

    /// <summary>Whether a retry is pointless.</summary>
    public bool NonRetryable => Failure.ServerFailureInfo.NonRetryable;
}
