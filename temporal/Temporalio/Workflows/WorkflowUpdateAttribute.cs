namespace Temporalio.Workflows;

/// <summary>Marks a method as an update handler. It must return a task, with or without value.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkflowUpdateAttribute : Attribute
{
    /// <summary>Marks a handler whose update is the method name without its <c>Async</c> suffix.</summary>
    public WorkflowUpdateAttribute()
    {
    }

    /// <summary>Marks a handler with an explicit update name.</summary>
    /// <param name="name">Update name as it is on the wire.</param>
    public WorkflowUpdateAttribute(string name) => Name = name;

    /// <summary>Gets the explicit update name; null means the method name.</summary>
    public string? Name { get; }

    /// <summary>
    /// Gets or sets a value indicating whether the handler takes every update without a handler of its own.
    /// </summary>
    public bool Dynamic { get; set; }

    /// <summary>Gets or sets the description shown in the workflow metadata.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets what happens when the workflow ends while the handler still runs.</summary>
    /// <value><see cref="HandlerUnfinishedPolicy.WarnAndAbandon" />.</value>
    public HandlerUnfinishedPolicy UnfinishedPolicy { get; set; } = HandlerUnfinishedPolicy.WarnAndAbandon;
}
