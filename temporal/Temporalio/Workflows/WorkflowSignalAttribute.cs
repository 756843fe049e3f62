namespace Temporalio.Workflows;

/// <summary>Marks a method as a signal handler. It must return a task without value.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkflowSignalAttribute : Attribute
{
    /// <summary>Marks a handler whose signal is the method name without its <c>Async</c> suffix.</summary>
    public WorkflowSignalAttribute()
    {
    }

    /// <summary>Marks a handler with an explicit signal name.</summary>
    /// <param name="name">Signal name as it is on the wire.</param>
    public WorkflowSignalAttribute(string name) => Name = name;

    /// <summary>Gets the explicit signal name; null means the method name.</summary>
    public string? Name { get; }

    /// <summary>
    /// Gets or sets a value indicating whether the handler takes every signal without a handler of its own.
    /// </summary>
    public bool Dynamic { get; set; }

    /// <summary>Gets or sets the description shown in the workflow metadata.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets what happens when the workflow ends while the handler still runs.</summary>
    /// <value><see cref="HandlerUnfinishedPolicy.WarnAndAbandon" />.</value>
    public HandlerUnfinishedPolicy UnfinishedPolicy { get; set; } = HandlerUnfinishedPolicy.WarnAndAbandon;
}
