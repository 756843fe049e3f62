using System.Reflection;

namespace Temporalio.Workflows;

/// <summary>Rules that signal, query and update handlers share.</summary>
internal static class WorkflowHandlerRules
{
    private const string AsyncSuffix = "Async";

    /// <summary>Built-in stack trace query.</summary>
    public const string StackTraceQuery = "__stack_trace";

    /// <summary>Built-in metadata query.</summary>
    public const string MetadataQuery = "__temporal_workflow_metadata";

    /// <summary>How names begin that are never the user's.</summary>
    public const string TemporalPrefix = "__temporal";

    private static readonly string[] ReservedPrefixes = [TemporalPrefix, StackTraceQuery, "__enhanced_stack_trace"];

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
            throw new ArgumentException($"{attribute} method {method} must be public");
        }
        if (method.IsStatic)
        {
            throw new ArgumentException($"{attribute} method {method} cannot be static");
        }
        if (method.ContainsGenericParameters)
        {
            throw new ArgumentException($"{method} with {attribute} contains generic parameters");
        }
    }

    public static void RequireNameAndParameters(
        string attribute, string memberName, string? name, string? attributeName, WorkflowMethod method)
    {
        if (name == null)
        {
            RequireDynamicShape(attribute, memberName, attributeName, method.Parameters);
        }
        else if (ReservedPrefixOf(name) is { } prefix)
        {
            var kind = attribute["Workflow".Length..];
            throw new ArgumentException($"{kind} handler name {name} cannot start with {prefix}");
        }
    }

    /// <summary>Whether a workflow, activity or handler of any kind may not have the name.</summary>
    public static bool IsTemporals(string name) => name.StartsWith(TemporalPrefix, StringComparison.Ordinal);

    public static bool IsReserved(string name) => ReservedPrefixOf(name) != null;

    /// <summary>The prefix that makes a name Temporal's own; null if none does.</summary>
    public static string? ReservedPrefixOf(string name) =>
        ReservedPrefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static void RequireDynamicShape(
        string attribute, string memberName, string? attributeName, ParameterInfo[] parameters)
    {
        if (attributeName != null)
        {
            throw new ArgumentException($"{attribute} method {memberName} cannot be dynamic with custom name");
        }
        if (!WorkflowDefinitionReader.HasRawParametersOnly(parameters, 1) ||
            parameters[0].ParameterType != typeof(string))
        {
            throw new ArgumentException(
                $"{attribute} method {memberName} must accept string and an array of IRawValue");
        }
    }
}
