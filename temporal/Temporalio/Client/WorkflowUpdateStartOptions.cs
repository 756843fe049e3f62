namespace Temporalio.Client;

/// <summary>Options for starting an update.</summary>
public class WorkflowUpdateStartOptions : WorkflowUpdateOptions
{
    /// <summary>Creates the options; the stage must be set later.</summary>
    public WorkflowUpdateStartOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="waitForStage">Stage to wait for; accepted or completed.</param>
    public WorkflowUpdateStartOptions(WorkflowUpdateStage waitForStage) => WaitForStage = waitForStage;

    /// <summary>Creates the options.</summary>
    /// <param name="id">Update id.</param>
    /// <param name="waitForStage">Stage to wait for; accepted or completed.</param>
    public WorkflowUpdateStartOptions(string id, WorkflowUpdateStage waitForStage)
        : base(id) =>
        WaitForStage = waitForStage;

    /// <summary>Stage to wait for; accepted or completed.</summary>
    /// <value>None, which is not allowed.</value>
    public WorkflowUpdateStage WaitForStage { get; set; }
}
