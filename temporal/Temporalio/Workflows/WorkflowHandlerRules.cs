using System.Reflection;

namespace Temporalio.Workflows;

/// <summary>Rules that signal, query and update handlers share.</summary>
internal static class WorkflowHandlerRules
{
    private const string AsyncSuffix = "Async";

    /// <summary>Prefix of names that are never the user's.</summary>
    public const string ReservedPrefix = "__temporal_";

    /// <summary>Built-in stack trace query.</summary>
    public const string StackTraceQuery = "__stack_trace";

    /// <summary>Built-in metadata query.</summary>
    public const string MetadataQuery = "__temporal_workflow_metadata";

    public static string NameOf(string? attributeName, MethodInfo method)
    {
        if (attributeName != null)
        {
            return attributeName;
        }
        var name = method.Name;
        return typeof(Task).IsAssignableFrom(method.ReturnType) && name.Length > AsyncSuffix.Length &&
            name.EndsWith(AsyncSuffix, StringComparison.Ordinal)
            ? name[..^AsyncSuffix.Length]
            : name;
    }

    public static void RequireInstanceMethod(MethodInfo method, string attribute)
    {
        if (!method.IsPublic)
        {
            throw new ArgumentException($"{attribute} method {method.Name} must be public");
        }
        if (method.IsStatic)
        {
            throw new ArgumentException($"{attribute} method {method.Name} cannot be static");
        }
    }

    public static void RequireNameAndParameters(
        string attribute, string memberName, string? name, string? attributeName, WorkflowMethod method)
    {
        if (name == null)
        {
            RequireDynamicShape(attribute, memberName, attributeName, method.Parameters);
        }
        else if (IsReserved(name))
        {
            throw new ArgumentException($"{attribute} method {memberName} has the reserved name {name}");
        }
    }

    public static bool IsReserved(string name) =>
        name.StartsWith(ReservedPrefix, StringComparison.Ordinal) || name == StackTraceQuery;

    private static void RequireDynamicShape(
        string attribute, string memberName, string? attributeName, ParameterInfo[] parameters)
    {
        if (attributeName != null)
        {
            throw new ArgumentException($"Dynamic {attribute} method {memberName} cannot have a name");
        }
        if (!WorkflowDefinitionReader.HasRawParametersOnly(parameters, 1) ||
            parameters[0].ParameterType != typeof(string))
        {
            throw new ArgumentException(
                $"Dynamic {attribute} method {memberName} must take a string and an IRawValue[]");
        }
    }
}
