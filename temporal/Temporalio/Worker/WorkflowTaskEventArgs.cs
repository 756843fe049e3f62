using Temporalio.Workflows;

namespace Temporalio.Worker;

/// <summary>A workflow task that starts or ends.</summary>
public abstract class WorkflowTaskEventArgs : EventArgs
{
    private protected WorkflowTaskEventArgs(WorkflowInfo info, WorkflowDefinition definition)
    {
        WorkflowInfo = info;
        WorkflowDefinition = definition;
    }

    /// <summary>Gets the run.</summary>
    public WorkflowInfo WorkflowInfo { get; }

    /// <summary>Gets the workflow's definition.</summary>
    public WorkflowDefinition WorkflowDefinition { get; }
}

/// <summary>A workflow task that starts.</summary>
public class WorkflowTaskStartingEventArgs : WorkflowTaskEventArgs
{
    internal WorkflowTaskStartingEventArgs(WorkflowInfo info, WorkflowDefinition definition)
        : base(info, definition)
    {
    }
}

/// <summary>A workflow task that ends.</summary>
public class WorkflowTaskCompletedEventArgs : WorkflowTaskEventArgs
{
    internal WorkflowTaskCompletedEventArgs(WorkflowInfo info, WorkflowDefinition definition, Exception? failure)
        : base(info, definition) => TaskFailureException = failure;

    /// <summary>Gets why the task failed; null if it did not.</summary>
    public Exception? TaskFailureException { get; }
}
