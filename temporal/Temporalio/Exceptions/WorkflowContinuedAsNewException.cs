namespace Temporalio.Exceptions;

/// <summary>A workflow continued as new while its result was awaited without following runs.</summary>
public class WorkflowContinuedAsNewException : TemporalException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="newRunId">Run id of the next run.</param>
    public WorkflowContinuedAsNewException(string newRunId)
        : base("Workflow continued as new") =>
        NewRunId = newRunId;

    /// <summary>Run id of the next run.</summary>
    public string NewRunId { get; private init; }
}
