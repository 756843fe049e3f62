namespace Temporalio.Exceptions;

/// <summary>Base of every exception that this library throws on purpose.</summary>
public abstract class TemporalException : Exception
{
    /// <summary>Creates the exception.</summary>
    protected TemporalException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    protected TemporalException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    /// <param name="inner">Cause, if any.</param>
    protected TemporalException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>
    /// Tells whether an exception stands for a cancellation: a cancelled operation, a cancellation failure, or an
    /// activity, child workflow or Nexus failure caused by one.
    /// </summary>
    /// <param name="e">Exception to look at.</param>
    /// <returns>True for a cancellation.</returns>
    public static bool IsCanceledException(Exception e) => e switch
    {
        OperationCanceledException or CanceledFailureException => true,
        ActivityFailureException or ChildWorkflowFailureException or NexusOperationFailureException =>
            e.InnerException is CanceledFailureException,
        _ => false,
    };
}
