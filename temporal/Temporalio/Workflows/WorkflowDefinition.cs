using System.Collections.Concurrent;
using System.Reflection;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Workflows;

/// <summary>What a worker knows about a workflow type: its run method, constructor and handlers.</summary>
public class WorkflowDefinition
{
    private static readonly ConcurrentDictionary<Type, WorkflowDefinition> Definitions = new();

    private readonly Func<object?[], object?>? _creator;

    internal WorkflowDefinition(WorkflowDefinitionParts parts)
    {
        Name = parts.Name;
        Dynamic = parts.Dynamic;
        Type = parts.Type;
        RunMethod = parts.RunMethod!;
        RunParameterTypes = Array.ConvertAll(RunMethod.GetParameters(), p => p.ParameterType);
        Run = WorkflowMethod.Create(RunMethod);
        Instantiable = parts.Creator != null;
        Signals = parts.Signals;
        Queries = parts.Queries;
        Updates = parts.Updates;
        DynamicSignal = parts.DynamicSignal;
        DynamicQuery = parts.DynamicQuery;
        DynamicUpdate = parts.DynamicUpdate;
        DynamicOptionsGetter = parts.DynamicOptionsGetter;
        FailureExceptionTypes = parts.FailureExceptionTypes;
        VersioningBehavior = parts.VersioningBehavior;
        HasInitConstructor = parts.HasInitConstructor;
        _creator = parts.Creator;
    }

    /// <summary>Gets the workflow type name; null for a dynamic workflow.</summary>
    public string? Name { get; }

    /// <summary>Gets a value indicating whether this workflow takes every unknown type.</summary>
    public bool Dynamic { get; }

    /// <summary>Gets the C# type.</summary>
    public Type Type { get; }

    /// <summary>Gets the run method.</summary>
    public MethodInfo RunMethod { get; }

    /// <summary>
    /// Gets a value indicating whether a worker can create instances; interfaces and abstract classes cannot.
    /// </summary>
    public bool Instantiable { get; }

    /// <summary>Gets the signal handlers by name.</summary>
    public IReadOnlyDictionary<string, WorkflowSignalDefinition> Signals { get; }

    /// <summary>Gets the query handlers by name.</summary>
    public IReadOnlyDictionary<string, WorkflowQueryDefinition> Queries { get; }

    /// <summary>Gets the update handlers by name.</summary>
    public IReadOnlyDictionary<string, WorkflowUpdateDefinition> Updates { get; }

    /// <summary>Gets the handler of signals without a handler of their own, if any.</summary>
    public WorkflowSignalDefinition? DynamicSignal { get; }

    /// <summary>Gets the handler of queries without a handler of their own, if any.</summary>
    public WorkflowQueryDefinition? DynamicQuery { get; }

    /// <summary>Gets the handler of updates without a handler of their own, if any.</summary>
    public WorkflowUpdateDefinition? DynamicUpdate { get; }

    /// <summary>Gets the function that reads the options of a dynamic workflow instance, if any.</summary>
    public Func<object, WorkflowDefinitionOptions>? DynamicOptionsGetter { get; }

    /// <summary>Gets the exception types that fail the workflow instead of the workflow task.</summary>
    public Type[]? FailureExceptionTypes { get; }

    /// <summary>Gets how running workflows move between worker deployment versions.</summary>
    public VersioningBehavior? VersioningBehavior { get; }

    /// <summary>Gets the parameter types of the run method.</summary>
    internal IReadOnlyList<Type> RunParameterTypes { get; }

    /// <summary>Gets the callable run method.</summary>
    internal WorkflowMethod Run { get; }

    /// <summary>Gets a value indicating whether the constructor takes the arguments of the run method.</summary>
    internal bool HasInitConstructor { get; }

    /// <summary>Creates the definition of a workflow type, or returns the one already made.</summary>
    /// <typeparam name="T">Type with <see cref="WorkflowAttribute" />.</typeparam>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The type is no valid workflow; the message lists every fault.</exception>
    public static WorkflowDefinition Create<T>() => Create(typeof(T));

    /// <summary>Creates the definition of a workflow type, or returns the one already made.</summary>
    /// <param name="type">Type with <see cref="WorkflowAttribute" />.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The type is no valid workflow; the message lists every fault.</exception>
    public static WorkflowDefinition Create(Type type) =>
        Definitions.GetOrAdd(type, static t => Create(t, null, null));

    /// <summary>Creates the definition of a workflow type.</summary>
    /// <param name="type">Type with <see cref="WorkflowAttribute" />.</param>
    /// <param name="nameOverride">Workflow name instead of the declared one.</param>
    /// <param name="creatorOverride">Creates an instance from the run arguments instead of the constructor.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The type is no valid workflow; the message lists every fault.</exception>
    public static WorkflowDefinition Create(
        Type type, string? nameOverride, Func<object?[], object?>? creatorOverride) =>
        WorkflowDefinitionReader.Read(type, nameOverride, creatorOverride);

    /// <summary>Creates an instance.</summary>
    /// <param name="workflowArguments">Arguments of the run method, used if the constructor takes them.</param>
    /// <returns>The instance.</returns>
    /// <exception cref="InvalidOperationException">The type cannot be instantiated.</exception>
    public object CreateWorkflowInstance(object?[] workflowArguments)
    {
        if (_creator == null)
        {
            throw new InvalidOperationException($"Cannot create instance of workflow type {Type.FullName}");
        }
        return _creator(workflowArguments) ??
            throw new InvalidOperationException($"Creator of workflow type {Type.FullName} returned null");
    }

    /// <summary>Name of the workflow whose run method a caller named in an expression.</summary>
    /// <param name="method">The run method.</param>
    /// <returns>Workflow type name.</returns>
    /// <exception cref="ArgumentException">The method is not the run method of a named workflow.</exception>
    internal static string NameFromRunMethodForCall(MethodInfo method)
    {
        if (method.GetCustomAttribute<WorkflowRunAttribute>() == null)
        {
            throw new ArgumentException($"{method} missing WorkflowRun attribute");
        }
        var type = method.ReflectedType ??
            throw new ArgumentException($"{method} has no reflected type");
        var attribute = type.GetCustomAttribute<WorkflowAttribute>() ??
            throw new ArgumentException($"{type} missing Workflow attribute");
        return WorkflowDefinitionReader.NameOf(type, attribute) ??
            throw new ArgumentException("Cannot use dynamic workflow method for call");
    }
}
