using Temporalio.Api.Enums.V1;

namespace Temporalio.Exceptions;

/// <summary>A query was refused because of the state of the workflow.</summary>
public class WorkflowQueryRejectedException : TemporalException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="workflowStatus">State of the workflow.</param>
    public WorkflowQueryRejectedException(WorkflowExecutionStatus workflowStatus)
        : base($"Query rejected, workflow status: {workflowStatus}") =>
        WorkflowStatus = workflowStatus;

    /// <summary>State of the workflow.</summary>
    public WorkflowExecutionStatus WorkflowStatus { get; private init; }
}
