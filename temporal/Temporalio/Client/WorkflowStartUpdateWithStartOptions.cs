namespace Temporalio.Client;

/// <summary>Options for starting an update with the start of its workflow.</summary>
public class WorkflowStartUpdateWithStartOptions : WorkflowUpdateWithStartOptions
{
    /// <summary>Creates the options; start and stage must be set later.</summary>
    public WorkflowStartUpdateWithStartOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="startWorkflowOperation">The start.</param>
    /// <param name="waitForStage">Stage to wait for; accepted or completed.</param>
    public WorkflowStartUpdateWithStartOptions(
        WithStartWorkflowOperation startWorkflowOperation, WorkflowUpdateStage waitForStage)
        : base(startWorkflowOperation) =>
        WaitForStage = waitForStage;

    /// <summary>Creates the options.</summary>
    /// <param name="id">Update id.</param>
    /// <param name="startWorkflowOperation">The start.</param>
    /// <param name="waitForStage">Stage to wait for; accepted or completed.</param>
    public WorkflowStartUpdateWithStartOptions(
        string id, WithStartWorkflowOperation startWorkflowOperation, WorkflowUpdateStage waitForStage)
        : base(id, startWorkflowOperation) =>
        WaitForStage = waitForStage;

    /// <summary>Stage to wait for; accepted or completed.</summary>
    /// <value>None, which is not allowed.</value>
    public WorkflowUpdateStage WaitForStage { get; set; }
}
