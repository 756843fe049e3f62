using System.Reflection;

namespace Temporalio.Workflows;

/// <summary>A query handler.</summary>
public class WorkflowQueryDefinition
{
    private WorkflowQueryDefinition(string? name, string? description, WorkflowMethod method, bool isDelegate)
    {
        Name = name;
        Description = description;
        Method = method;
        IsDelegate = isDelegate;
    }

    /// <summary>Gets the query name; null for a dynamic handler.</summary>
    public string? Name { get; }

    /// <summary>Gets the description shown in the workflow metadata.</summary>
    public string? Description { get; }

    /// <summary>Gets a value indicating whether this takes every query without a handler of its own.</summary>
    public bool Dynamic => Name == null;

    /// <summary>Gets the callable handler.</summary>
    internal WorkflowMethod Method { get; }

    /// <summary>Gets a value indicating whether the handler needs no workflow instance.</summary>
    internal bool IsDelegate { get; }

    /// <summary>Creates the definition of a method with <see cref="WorkflowQueryAttribute" />.</summary>
    /// <param name="method">Handler.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The method is no valid handler.</exception>
    public static WorkflowQueryDefinition FromMethod(MethodInfo method)
    {
        var attribute = AttributeOf(method);
        WorkflowHandlerRules.RequireInstanceMethod(method, "WorkflowQuery");
        return new WorkflowQueryDefinition(
            attribute.Dynamic ? null : attribute.Name ?? method.Name,
            attribute.Description,
            WorkflowMethod.Create(method),
            false).Checked(method.ToString()!, attribute.Name);
    }

    /// <summary>Creates the definition of a property with <see cref="WorkflowQueryAttribute" />.</summary>
    /// <param name="property">Property with a public getter.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The property is no valid handler.</exception>
    public static WorkflowQueryDefinition FromProperty(PropertyInfo property)
    {
        var attribute = AttributeOf(property);
        if (attribute.Dynamic)
        {
            throw new ArgumentException($"WorkflowQuery property {property.Name} cannot be dynamic");
        }
        var getter = property.GetMethod ??
            throw new ArgumentException($"WorkflowQuery property {property} must have public getter");
        WorkflowHandlerRules.RequireInstanceMethod(getter, "WorkflowQuery");
        return new WorkflowQueryDefinition(
            attribute.Name ?? property.Name,
            attribute.Description,
            WorkflowMethod.Create(property),
            false).Checked(property.Name, attribute.Name);
    }

    /// <summary>Creates the definition of a delegate.</summary>
    /// <param name="name">Query name; null for a dynamic handler.</param>
    /// <param name="del">Handler, returns a value at once.</param>
    /// <param name="description">Description shown in the workflow metadata.</param>
    /// <returns>The definition.</returns>
    public static WorkflowQueryDefinition CreateWithoutAttribute(
        string? name, Delegate del, string? description = null) =>
        new WorkflowQueryDefinition(name, description, WorkflowMethod.Create(del), true)
            .Checked(del.Method.Name, null);

    /// <summary>Name of the query whose handler a caller named in an expression.</summary>
    internal static string NameFromMethodForCall(MethodInfo method) =>
        NameForCall(AttributeOf(method), method.Name);

    /// <summary>Name of the query whose property a caller named in an expression.</summary>
    internal static string NameFromPropertyForCall(PropertyInfo property) =>
        NameForCall(AttributeOf(property), property.Name);

    private static string NameForCall(WorkflowQueryAttribute attribute, string memberName) => attribute.Dynamic
        ? throw new ArgumentException("Cannot use dynamic query method for call")
        : attribute.Name ?? memberName;

    private static WorkflowQueryAttribute AttributeOf(MemberInfo member) =>
        member.GetCustomAttribute<WorkflowQueryAttribute>(false) ??
        throw new ArgumentException($"{member} missing WorkflowQuery attribute");

    private WorkflowQueryDefinition Checked(string memberName, string? attributeName)
    {
        if (Method.ReturnType == typeof(void))
        {
            throw new ArgumentException($"WorkflowQuery method {memberName} must return a value");
        }
        if (typeof(Task).IsAssignableFrom(Method.ReturnType))
        {
            throw new ArgumentException($"WorkflowQuery method {memberName} cannot return a Task");
        }
        WorkflowHandlerRules.RequireNameAndParameters("WorkflowQuery", memberName, Name, attributeName, Method);
        return this;
    }
}
