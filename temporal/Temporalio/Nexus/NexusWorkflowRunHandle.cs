namespace Temporalio.Nexus;

/// <summary>A workflow that carries out a Nexus operation; made by <see cref="WorkflowRunOperationContext" />.</summary>
public class NexusWorkflowRunHandle
{
    internal NexusWorkflowRunHandle(WorkflowRunToken token) => Token = token;

    /// <summary>Names the workflow to callers of the operation.</summary>
    internal WorkflowRunToken Token { get; }
}

/// <summary>A workflow that carries out a Nexus operation, with a known type of result.</summary>
/// <typeparam name="TResult">Type of the result.</typeparam>
public class NexusWorkflowRunHandle<TResult> : NexusWorkflowRunHandle
{
    internal NexusWorkflowRunHandle(WorkflowRunToken token)
        : base(token)
    {
    }
}
