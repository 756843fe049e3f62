using System.Reflection;
using Temporalio.Common;

namespace Temporalio.Workflows;

/// <summary>What <see cref="WorkflowDefinitionReader" /> has found so far.</summary>
internal sealed class WorkflowDefinitionParts(Type type)
{
    public Type Type { get; } = type;

    public List<string> Faults { get; } = [];

    public string? Name { get; set; }

    public bool Dynamic { get; set; }

    public MethodInfo? RunMethod { get; set; }

    public bool HasValidRun { get; set; }

    public Func<object?[], object?>? Creator { get; set; }

    public bool HasInitConstructor { get; set; }

    public Dictionary<string, WorkflowSignalDefinition> Signals { get; } = [];

    public Dictionary<string, WorkflowQueryDefinition> Queries { get; } = [];

    public Dictionary<string, WorkflowUpdateDefinition> Updates { get; } = [];

    public WorkflowSignalDefinition? DynamicSignal { get; set; }

    public WorkflowQueryDefinition? DynamicQuery { get; set; }

    public WorkflowUpdateDefinition? DynamicUpdate { get; set; }

    public Func<object, WorkflowDefinitionOptions>? DynamicOptionsGetter { get; set; }

    public Type[]? FailureExceptionTypes { get; set; }

    public VersioningBehavior? VersioningBehavior { get; set; }
}
