namespace Temporalio.Workflows;

/// <summary>Marks a method or a property as a query handler. It must return a value at once, not a task.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public sealed class WorkflowQueryAttribute : Attribute
{
    /// <summary>Marks a handler whose query is the member name.</summary>
    public WorkflowQueryAttribute()
    {
    }

    /// <summary>Marks a handler with an explicit query name.</summary>
    /// <param name="name">Query name as it is on the wire.</param>
    public WorkflowQueryAttribute(string name) => Name = name;

    /// <summary>Gets the explicit query name; null means the member name.</summary>
    public string? Name { get; }

    /// <summary>
    /// Gets or sets a value indicating whether the handler takes every query without a handler of its own.
    /// </summary>
    public bool Dynamic { get; set; }

    /// <summary>Gets or sets the description shown in the workflow metadata.</summary>
    public string? Description { get; set; }
}
