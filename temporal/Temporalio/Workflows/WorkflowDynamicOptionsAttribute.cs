namespace Temporalio.Workflows;

/// <summary>
/// Marks the method of a dynamic workflow that returns its <see cref="WorkflowDefinitionOptions" />. It runs on the
/// instance before the run method and must not use the workflow.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkflowDynamicOptionsAttribute : Attribute
{
}
