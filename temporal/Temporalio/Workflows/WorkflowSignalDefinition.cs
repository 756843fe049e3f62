using System.Reflection;

namespace Temporalio.Workflows;

/// <summary>A signal handler.</summary>
public class WorkflowSignalDefinition
{
    private WorkflowSignalDefinition(
        string? name, string? description, WorkflowMethod method, bool isDelegate, HandlerUnfinishedPolicy policy)
    {
        Name = name;
        Description = description;
        Method = method;
        IsDelegate = isDelegate;
        UnfinishedPolicy = policy;
    }

    /// <summary>Gets the signal name; null for a dynamic handler.</summary>
    public string? Name { get; }

    /// <summary>Gets the description shown in the workflow metadata.</summary>
    public string? Description { get; }

    /// <summary>Gets a value indicating whether this takes every signal without a handler of its own.</summary>
    public bool Dynamic => Name == null;

    /// <summary>Gets the callable handler.</summary>
    internal WorkflowMethod Method { get; }

    /// <summary>Gets a value indicating whether the handler needs no workflow instance.</summary>
    internal bool IsDelegate { get; }

    /// <summary>Gets what happens when the workflow ends while the handler still runs.</summary>
    internal HandlerUnfinishedPolicy UnfinishedPolicy { get; }

    /// <summary>Creates the definition of a method with <see cref="WorkflowSignalAttribute" />.</summary>
    /// <param name="method">Handler.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The method is no valid handler.</exception>
    public static WorkflowSignalDefinition FromMethod(MethodInfo method)
    {
        var attribute = AttributeOf(method);
        WorkflowHandlerRules.RequireInstanceMethod(method, "WorkflowSignal");
        var definition = new WorkflowSignalDefinition(
            attribute.Dynamic ? null : WorkflowHandlerRules.NameOf(attribute.Name, method),
            attribute.Description,
            WorkflowMethod.Create(method),
            false,
            attribute.UnfinishedPolicy);
        return definition.Checked(method.ToString()!, attribute.Name);
    }

    /// <summary>Creates the definition of a delegate.</summary>
    /// <param name="name">Signal name; null for a dynamic handler.</param>
    /// <param name="del">Handler, returns a task.</param>
    /// <param name="unfinishedPolicy">What happens when the workflow ends while the handler still runs.</param>
    /// <param name="description">Description shown in the workflow metadata.</param>
    /// <returns>The definition.</returns>
    public static WorkflowSignalDefinition CreateWithoutAttribute(
        string? name,
        Delegate del,
        HandlerUnfinishedPolicy unfinishedPolicy = HandlerUnfinishedPolicy.WarnAndAbandon,
        string? description = null) =>
        new WorkflowSignalDefinition(name, description, WorkflowMethod.Create(del), true, unfinishedPolicy)
            .Checked(del.Method.Name, null);

    /// <summary>Name of the signal whose handler a caller named in an expression.</summary>
    internal static string NameFromMethodForCall(MethodInfo method)
    {
        var attribute = AttributeOf(method);
        return attribute.Dynamic
            ? throw new ArgumentException("Cannot use dynamic signal method for call")
            : WorkflowHandlerRules.NameOf(attribute.Name, method);
    }

    private static WorkflowSignalAttribute AttributeOf(MethodInfo method) =>
        method.GetCustomAttribute<WorkflowSignalAttribute>(false) ??
        throw new ArgumentException($"{method} missing WorkflowSignal attribute");

    private WorkflowSignalDefinition Checked(string memberName, string? attributeName)
    {
        if (Method.ReturnType != typeof(Task))
        {
            throw new ArgumentException($"WorkflowSignal method {memberName} must return Task");
        }
        WorkflowHandlerRules.RequireNameAndParameters("WorkflowSignal", memberName, Name, attributeName, Method);
        return this;
    }
}
