namespace Temporalio.Exceptions;

/// <summary>A query failed in the workflow.</summary>
public class WorkflowQueryFailedException : TemporalException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    public WorkflowQueryFailedException(string message)
        : base(message)
    {
    }
}
