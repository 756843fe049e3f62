namespace Temporalio.Exceptions;

/// <summary>A workflow was not started because of one with the same id.</summary>
public class WorkflowAlreadyStartedException : FailureException
{
    /// <summary>Creates the exception without a workflow type.</summary>
    /// <param name="message">Message.</param>
    /// <param name="workflowId">Workflow id.</param>
    /// <param name="runId">Run id of the other workflow.</param>
    [Obsolete("Use other constructor")]
    public WorkflowAlreadyStartedException(string message, string workflowId, string runId)
        : this(message, workflowId, "<unknown>", runId)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Message.</param>
    /// <param name="workflowId">Workflow id.</param>
    /// <param name="workflowType">Workflow type that was to be started.</param>
    /// <param name="runId">Run id of the other workflow.</param>
    public WorkflowAlreadyStartedException(string message, string workflowId, string workflowType, string runId)
        : base(message)
    {
        WorkflowId = workflowId;
        WorkflowType = workflowType;
        RunId = runId;
    }

    /// <summary>Workflow id.</summary>
    public string WorkflowId { get; private init; }

    /// <summary>Workflow type that was to be started.</summary>
    public string WorkflowType { get; private init; }

    /// <summary>Run id of the other workflow; empty when the server did not say.</summary>
    public string RunId { get; private init; }
}
