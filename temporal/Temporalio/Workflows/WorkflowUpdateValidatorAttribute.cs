namespace Temporalio.Workflows;

/// <summary>
/// Marks the method that accepts (returns) or rejects (throws) an update before its handler runs. It has the handler's
/// parameters, returns nothing, and must not change the workflow.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkflowUpdateValidatorAttribute : Attribute
{
    /// <summary>Marks the validator of an update handler.</summary>
    /// <param name="updateMethod">C# name of the update method, usually given with <c>nameof</c>.</param>
    public WorkflowUpdateValidatorAttribute(string updateMethod) => UpdateMethod = updateMethod;

    /// <summary>Gets the C# name of the update method that this validates.</summary>
    public string UpdateMethod { get; }
}
