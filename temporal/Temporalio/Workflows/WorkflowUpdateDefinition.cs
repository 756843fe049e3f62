using System.Reflection;

namespace Temporalio.Workflows;

/// <summary>An update handler with its validator.</summary>
public class WorkflowUpdateDefinition
{
    private WorkflowUpdateDefinition(
        string? name,
        string? description,
        WorkflowMethod method,
        WorkflowMethod? validator,
        bool isDelegate,
        HandlerUnfinishedPolicy policy)
    {
        Name = name;
        Description = description;
        Method = method;
        Validator = validator;
        IsDelegate = isDelegate;
        UnfinishedPolicy = policy;
    }

    /// <summary>Gets the update name; null for a dynamic handler.</summary>
    public string? Name { get; }

    /// <summary>Gets the description shown in the workflow metadata.</summary>
    public string? Description { get; }

    /// <summary>Gets a value indicating whether this takes every update without a handler of its own.</summary>
    public bool Dynamic => Name == null;

    /// <summary>Gets the callable handler.</summary>
    internal WorkflowMethod Method { get; }

    /// <summary>Gets the callable validator, if any.</summary>
    internal WorkflowMethod? Validator { get; }

    /// <summary>Gets a value indicating whether the handler needs no workflow instance.</summary>
    internal bool IsDelegate { get; }

    /// <summary>Gets what happens when the workflow ends while the handler still runs.</summary>
    internal HandlerUnfinishedPolicy UnfinishedPolicy { get; }

    /// <summary>Creates the definition of a method with <see cref="WorkflowUpdateAttribute" />.</summary>
    /// <param name="method">Handler.</param>
    /// <param name="validatorMethod">Validator, if any.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">A method is not valid.</exception>
    public static WorkflowUpdateDefinition FromMethod(MethodInfo method, MethodInfo? validatorMethod = null)
    {
        var attribute = AttributeOf(method);
        WorkflowHandlerRules.RequireInstanceMethod(method, "WorkflowUpdate");
        return new WorkflowUpdateDefinition(
            attribute.Dynamic ? null : WorkflowHandlerRules.NameOf(attribute.Name, method),
            attribute.Description,
            WorkflowMethod.Create(method),
            validatorMethod == null ? null : WorkflowMethod.Create(validatorMethod),
            false,
            attribute.UnfinishedPolicy).Checked(method.ToString()!, attribute.Name);
    }

    /// <summary>Creates the definition of delegates.</summary>
    /// <param name="name">Update name; null for a dynamic handler.</param>
    /// <param name="del">Handler, returns a task.</param>
    /// <param name="validatorDel">Validator with the parameters of the handler, if any.</param>
    /// <param name="unfinishedPolicy">What happens when the workflow ends while the handler still runs.</param>
    /// <param name="description">Description shown in the workflow metadata.</param>
    /// <returns>The definition.</returns>
    public static WorkflowUpdateDefinition CreateWithoutAttribute(
        string? name,
        Delegate del,
        Delegate? validatorDel = null,
        HandlerUnfinishedPolicy unfinishedPolicy = HandlerUnfinishedPolicy.WarnAndAbandon,
        string? description = null) =>
        new WorkflowUpdateDefinition(
            name,
            description,
            WorkflowMethod.Create(del),
            validatorDel == null ? null : WorkflowMethod.Create(validatorDel),
            true,
            unfinishedPolicy).Checked(del.Method.Name, null);

    /// <summary>Name of the update whose handler a caller named in an expression.</summary>
    internal static string NameFromMethodForCall(MethodInfo method)
    {
        var attribute = AttributeOf(method);
        return attribute.Dynamic
            ? throw new ArgumentException("Cannot use dynamic update method for call")
            : WorkflowHandlerRules.NameOf(attribute.Name, method);
    }

    private static WorkflowUpdateAttribute AttributeOf(MethodInfo method) =>
        method.GetCustomAttribute<WorkflowUpdateAttribute>(false) ??
        throw new ArgumentException($"{method} missing WorkflowUpdate attribute");

    private WorkflowUpdateDefinition Checked(string memberName, string? attributeName)
    {
        if (!typeof(Task).IsAssignableFrom(Method.ReturnType))
        {
            throw new ArgumentException($"WorkflowUpdate method {memberName} must return Task");
        }
        WorkflowHandlerRules.RequireNameAndParameters("WorkflowUpdate", memberName, Name, attributeName, Method);
        if (Validator == null)
        {
            return this;
        }
        if (Validator.ReturnType != typeof(void))
        {
            throw new ArgumentException($"WorkflowUpdateValidator method of {memberName} must be void");
        }
        if (!Validator.ParameterTypes.SequenceEqual(Method.ParameterTypes))
        {
            throw new ArgumentException(
                $"WorkflowUpdateValidator method {Validator.Method} must have the same parameters as {memberName}");
        }
        return this;
    }
}
