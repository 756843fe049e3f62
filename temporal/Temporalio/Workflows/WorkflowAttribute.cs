using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>Marks a class, struct or interface as a workflow.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Struct, Inherited = false)]
public sealed class WorkflowAttribute : Attribute
{
    /// <summary>Marks a workflow whose name is the type name (without the leading <c>I</c> of an interface).</summary>
    public WorkflowAttribute()
    {
    }

    /// <summary>Marks a workflow with an explicit name.</summary>
    /// <param name="name">Workflow type name as it is on the wire.</param>
    public WorkflowAttribute(string name) => Name = name;

    /// <summary>Gets the explicit workflow name; null means the type name.</summary>
    public string? Name { get; }

    /// <summary>
    /// Gets or sets a value indicating whether this workflow takes every type that has no workflow of its own.
    /// </summary>
    /// <value>False. A dynamic workflow has no name and takes one <c>IRawValue[]</c> argument.</value>
    public bool Dynamic { get; set; }

    /// <summary>Gets or sets the exception types that fail the workflow instead of the workflow task.</summary>
    /// <value>Null: only Temporal failure exceptions fail the workflow.</value>
    public Type[]? FailureExceptionTypes { get; set; }

    /// <summary>Gets or sets how running workflows move between worker deployment versions.</summary>
    public VersioningBehavior VersioningBehavior { get; set; } = VersioningBehavior.Unspecified;
}
