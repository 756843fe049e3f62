namespace Temporalio.Client;

/// <summary>Options for an update with the start of its workflow.</summary>
public class WorkflowUpdateWithStartOptions : WorkflowUpdateOptions
{
    /// <summary>Creates the options; the start must be set later.</summary>
    public WorkflowUpdateWithStartOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="startWorkflowOperation">The start.</param>
    public WorkflowUpdateWithStartOptions(WithStartWorkflowOperation startWorkflowOperation) =>
        StartWorkflowOperation = startWorkflowOperation;

    /// <summary>Creates the options.</summary>
    /// <param name="id">Update id.</param>
    /// <param name="startWorkflowOperation">The start.</param>
    public WorkflowUpdateWithStartOptions(string id, WithStartWorkflowOperation startWorkflowOperation)
        : base(id) =>
        StartWorkflowOperation = startWorkflowOperation;

    /// <summary>The start that goes with the update. Each may be used once.</summary>
    /// <value>Null; required.</value>
    public WithStartWorkflowOperation? StartWorkflowOperation { get; set; }

    /// <inheritdoc />
    public override object Clone()
    {
        var copy = (WorkflowUpdateWithStartOptions)base.Clone();
        copy.StartWorkflowOperation = (WithStartWorkflowOperation?)StartWorkflowOperation?.Clone();
        return copy;
    }
}
