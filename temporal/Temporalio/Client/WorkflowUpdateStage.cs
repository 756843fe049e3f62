namespace Temporalio.Client;

/// <summary>How far an update has come.</summary>
public enum WorkflowUpdateStage
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The server has it. Waiting for this stage is not supported.</summary>
    Admitted = 1,

    /// <summary>The workflow has accepted it.</summary>
    Accepted = 2,

    /// <summary>It has completed, failed or been refused.</summary>
    Completed = 3,
}
