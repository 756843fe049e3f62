namespace Temporalio.Workflows;

/// <summary>
/// Marks the constructor that receives the arguments of the run method. Its parameters must be those of the run method.
/// </summary>
[AttributeUsage(AttributeTargets.Constructor, Inherited = false)]
public sealed class WorkflowInitAttribute : Attribute
{
}
