using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>An exception that corresponds to a Temporal failure, raised here or read from the server.</summary>
public class FailureException : TemporalException
{
    /// <summary>Creates an exception without a failure message of the wire.</summary>
    /// <param name="message">Message.</param>
    /// <param name="inner">Cause, if any.</param>
    protected internal FailureException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Creates an exception from a failure of the wire.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="inner">Cause, already converted.</param>
    protected internal FailureException(Failure failure, Exception? inner)
        : base(failure.Message, inner) =>
        Failure = failure;

    /// <summary>The failure that this exception was made from; null when it was raised in this process.</summary>
    public Failure? Failure { get; protected init; }

    /// <summary>Stack trace of the failure where it happened, else the one of this exception.</summary>
    public override string? StackTrace =>
        string.IsNullOrEmpty(Failure?.StackTrace) ? base.StackTrace : Failure.StackTrace;
}
