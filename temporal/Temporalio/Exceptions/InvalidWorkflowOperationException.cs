namespace Temporalio.Exceptions;

/// <summary>Workflow code did something that workflows must not do.</summary>
public class InvalidWorkflowOperationException : TemporalException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    internal InvalidWorkflowOperationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    /// <param name="inner">What the code has thrown.</param>
    internal InvalidWorkflowOperationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
