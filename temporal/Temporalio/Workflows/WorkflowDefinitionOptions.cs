using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>What a dynamic workflow decides per instance, see <see cref="WorkflowDynamicOptionsAttribute" />.</summary>
public class WorkflowDefinitionOptions : ICloneable
{
    /// <summary>Gets or sets the exception types that fail the workflow instead of the workflow task.</summary>
    public Type[]? FailureExceptionTypes { get; set; }

    /// <summary>Gets or sets how running workflows move between worker deployment versions.</summary>
    public VersioningBehavior VersioningBehavior { get; set; } = VersioningBehavior.Unspecified;

    /// <summary>Creates a copy.</summary>
    /// <returns>The copy.</returns>
    public object Clone() => MemberwiseClone();
}
