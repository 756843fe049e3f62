namespace Temporalio.Workflows;

/// <summary>Marks the one method of a workflow that runs it. It must return a task.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkflowRunAttribute : Attribute
{
}
