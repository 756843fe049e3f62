using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>A Nexus operation failed; the inner exception says why.</summary>
public class NexusOperationFailureException : FailureException
{
    /// <summary>Creates the exception from a failure of the wire.</summary>
    /// <param name="failure">Failure with Nexus operation information.</param>
    /// <param name="inner">Cause, already converted.</param>
    /// <exception cref="ArgumentException">The failure is of another kind.</exception>
    protected internal NexusOperationFailureException(Failure failure, Exception? inner)
        : base(failure, inner)
    {
        if (failure.NexusOperationExecutionFailureInfo == null)
        {
            throw new ArgumentException("Failure has no Nexus operation failure information", nameof(failure));
        }
    }

    /// <summary>The failure that this exception was made from.</summary>
    public new Failure Failure => base.Failure!;

    /// <summary>Endpoint that was called.</summary>
    public string Endpoint => Failure.NexusOperationExecutionFailureInfo.Endpoint;

    /// <summary>Service that was called.</summary>
    public string Service => Failure.NexusOperationExecutionFailureInfo.Service;

    /// <summary>Operation that was called.</summary>
    public string Operation => Failure.NexusOperationExecutionFailureInfo.Operation;

    /// <summary>Token of the operation; empty if it had not started.</summary>
    public string OperationToken => Failure.NexusOperationExecutionFailureInfo.OperationToken;
}
