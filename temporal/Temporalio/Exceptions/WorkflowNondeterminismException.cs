namespace Temporalio.Exceptions;

/// <summary>Workflow code did not do on replay what the history says.</summary>
public class WorkflowNondeterminismException : InvalidWorkflowOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Event, what was expected and what was found.</param>
    internal WorkflowNondeterminismException(string message)
        : base(message)
    {
    }
}
