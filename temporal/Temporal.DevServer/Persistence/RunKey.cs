namespace Temporal.DevServer.Persistence;

/// <summary>Identifies a workflow id inside a namespace; its runs share one writer.</summary>
/// <param name="NamespaceId">Id (not name) of the namespace.</param>
/// <param name="WorkflowId">The caller's workflow id.</param>
internal readonly record struct WorkflowKey(string NamespaceId, string WorkflowId);

/// <summary>Identifies one run.</summary>
/// <param name="NamespaceId">Id (not name) of the namespace.</param>
/// <param name="WorkflowId">The caller's workflow id.</param>
/// <param name="RunId">Run id, a UUID in lower case.</param>
internal readonly record struct RunKey(string NamespaceId, string WorkflowId, string RunId)
{
    /// <summary>The workflow id this run belongs to.</summary>
    public WorkflowKey Workflow => new(NamespaceId, WorkflowId);
}
