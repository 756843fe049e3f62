namespace Temporalio.Exceptions;

/// <summary>A child workflow was not started because its versioning override names no version that can take it.</summary>
public class InvalidVersioningOverrideException : FailureException
{
    internal InvalidVersioningOverrideException(string message, string workflowId, string workflowType)
        : base(message)
    {
        WorkflowId = workflowId;
        WorkflowType = workflowType;
    }

    /// <summary>Workflow id.</summary>
    public string WorkflowId { get; private init; }

    /// <summary>Workflow type that was to be started.</summary>
    public string WorkflowType { get; private init; }
}
