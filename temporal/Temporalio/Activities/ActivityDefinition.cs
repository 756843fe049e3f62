using System.Collections.Concurrent;
using System.Reflection;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Activities;

/// <summary>An activity that a worker can run.</summary>
public class ActivityDefinition
{
    private static readonly ConcurrentDictionary<MethodInfo, string?> Names = new();

    private readonly Func<object?[], object?> _invoker;

    private ActivityDefinition(
        string? name,
        Type returnType,
        IReadOnlyCollection<Type> parameterTypes,
        int requiredParameterCount,
        Func<object?[], object?> invoker,
        MethodInfo? methodInfo)
    {
        if (name != null && WorkflowHandlerRules.IsTemporals(name))
        {
            throw new ArgumentException(
                $"Activity name {name} cannot start with {WorkflowHandlerRules.TemporalPrefix}");
        }
        Name = name;
        ReturnType = returnType;
        ParameterTypes = parameterTypes;
        RequiredParameterCount = requiredParameterCount;
        MethodInfo = methodInfo;
        _invoker = invoker;
    }

    /// <summary>Activity type; null for a dynamic activity.</summary>
    public string? Name { get; private init; }

    /// <summary>Whether it is for every type that no other activity has.</summary>
    public bool Dynamic => Name == null;

    /// <summary>Type that the method returns.</summary>
    public Type ReturnType { get; private init; }

    /// <summary>Types of the parameters.</summary>
    public IReadOnlyCollection<Type> ParameterTypes { get; private init; }

    /// <summary>Number of parameters without a default.</summary>
    public int RequiredParameterCount { get; private init; }

    /// <summary>The method; null when it was made of something else.</summary>
    public MethodInfo? MethodInfo { get; private init; }

    /// <summary>Makes a definition of a delegate to a method with the attribute.</summary>
    /// <param name="del">Delegate.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The method cannot be an activity.</exception>
    public static ActivityDefinition Create(Delegate del)
    {
        var invoke = MethodInvoker.Create(del.GetType().GetMethod("Invoke")!);
        return Create(del.Method, args => invoke.Invoke(del, args.AsSpan()));
    }

    /// <summary>Makes a definition of something that is no method.</summary>
    /// <param name="name">Activity type; null for a dynamic activity.</param>
    /// <param name="returnType">Type that the invoker returns, maybe a task.</param>
    /// <param name="parameterTypes">Types of the parameters.</param>
    /// <param name="requiredParameterCount">Number of parameters without a default.</param>
    /// <param name="invoker">Runs the activity.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The types do not fit.</exception>
    public static ActivityDefinition Create(
        string? name,
        Type returnType,
        IReadOnlyCollection<Type> parameterTypes,
        int requiredParameterCount,
        Func<object?[], object?> invoker)
    {
        if (requiredParameterCount > parameterTypes.Count)
        {
            throw new ArgumentException(
                $"Activity {name} requires {requiredParameterCount} parameters but has {parameterTypes.Count}",
                nameof(requiredParameterCount));
        }
        if (parameterTypes.Any(p => p.IsByRef))
        {
            throw new ArgumentException($"Activity {name} has disallowed ref/out parameter", nameof(parameterTypes));
        }
        RequireDynamicShape(name, parameterTypes);
        return new(name, returnType, parameterTypes, requiredParameterCount, invoker, null);
    }

    /// <summary>Makes a definition of a method with the attribute.</summary>
    /// <param name="method">Method.</param>
    /// <param name="invoker">Calls the method.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The method cannot be an activity.</exception>
    public static ActivityDefinition Create(MethodInfo method, Func<object?[], object?> invoker) =>
        FromMethod(NameFromAttribute(method), method, invoker);

    /// <summary>Makes a definition of a method without looking for the attribute.</summary>
    /// <param name="name">Activity type; null for a dynamic activity.</param>
    /// <param name="method">Method.</param>
    /// <param name="invoker">Calls the method.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The method cannot be an activity.</exception>
    public static ActivityDefinition CreateWithoutAttribute(
        string? name, MethodInfo method, Func<object?[], object?> invoker) => FromMethod(name, method, invoker);

    /// <summary>Makes definitions of all methods of a type with the attribute.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="instance">Instance that the methods are called on; null when all are static.</param>
    /// <returns>The definitions.</returns>
    /// <exception cref="ArgumentException">There are none, or one cannot be an activity.</exception>
    public static IReadOnlyCollection<ActivityDefinition> CreateAll<T>(T? instance) => CreateAll(typeof(T), instance);

    /// <summary>Makes definitions of all methods of a type with the attribute.</summary>
    /// <param name="type">Type.</param>
    /// <param name="instance">Instance that the methods are called on; null when all are static.</param>
    /// <returns>The definitions.</returns>
    /// <exception cref="ArgumentException">There are none, or one cannot be an activity.</exception>
    public static IReadOnlyCollection<ActivityDefinition> CreateAll(Type type, object? instance)
    {
        List<ActivityDefinition> definitions = [];
        foreach (var method in ActivityMethods(type))
        {
            if (!method.IsStatic && instance == null)
            {
                throw new InvalidOperationException(
                    $"Instance not provided, but activity method {method} is non-static");
            }
            var invoke = MethodInvoker.Create(method);
            definitions.Add(Create(method, args => invoke.Invoke(instance, args.AsSpan())));
        }
        return definitions.Count > 0
            ? definitions
            : throw new ArgumentException($"No activities found on {type.FullName}", nameof(type));
    }

    /// <summary>Runs the activity.</summary>
    /// <param name="parameters">Values of the parameters.</param>
    /// <returns>The result; null for a method without one.</returns>
    public async Task<object?> InvokeAsync(object?[] parameters)
    {
        var result = _invoker(parameters);
        if (result is not Task task)
        {
            return result;
        }
        await task.ConfigureAwait(false);
        return TaskResults.Of(task);
    }

    /// <summary>Methods of a type with the attribute.</summary>
    internal static IEnumerable<MethodInfo> ActivityMethods(Type type) =>
        type.GetMethods(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy)
            .Where(m => m.IsDefined(typeof(ActivityAttribute), inherit: false));

    /// <summary>Activity type of a method that is called by an expression.</summary>
    internal static string NameFromMethodForCall(MethodInfo method) =>
        NameFromAttribute(method)
        ?? throw new ArgumentException($"{Describe(method)} is a dynamic activity, which can only be called by name");

    /// <summary>Looked up once per method: workflows call activities by expression again and again.</summary>
    private static string? NameFromAttribute(MethodInfo method) => Names.GetOrAdd(method, FindName);

    private static string? FindName(MethodInfo method)
    {
        var attribute = method.GetCustomAttribute<ActivityAttribute>(inherit: false)
            ?? throw new ArgumentException($"{method} missing Activity attribute");
        if (attribute.Dynamic)
        {
            return attribute.Name == null
                ? null
                : throw new ArgumentException($"Activity {method} cannot be dynamic and have custom name");
        }
        return attribute.Name ?? DefaultName(method);
    }

    private static string DefaultName(MethodInfo method)
    {
        const string Suffix = "Async";
        var name = method.Name;
        // A lambda is compiled to a name such as "<Outer>b__0_1", which the next compilation may change.
        if (name.Contains(">b__", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"{method} appears to be a lambda which must have a name given on the attribute");
        }
        // A local function is compiled to a name such as "<Outer>g__Name|0_1".
        if (name.Contains("g__", StringComparison.Ordinal) && name.Contains('|', StringComparison.Ordinal))
        {
            var start = name.IndexOf("g__", StringComparison.Ordinal) + 3;
            name = name[start..name.IndexOf('|', StringComparison.Ordinal)];
        }
        return typeof(Task).IsAssignableFrom(method.ReturnType) && name.Length > Suffix.Length
            && name.EndsWith(Suffix, StringComparison.Ordinal)
                ? name[..^Suffix.Length]
                : name;
    }

    private static ActivityDefinition FromMethod(string? name, MethodInfo method, Func<object?[], object?> invoker)
    {
        if (method.ContainsGenericParameters)
        {
            throw new ArgumentException($"{method} contains generic parameters");
        }
        var parameters = method.GetParameters();
        if (parameters.Any(p => p.ParameterType.IsByRef))
        {
            throw new ArgumentException($"Activity {method.Name} has disallowed ref/out parameter");
        }
        Type[] types = [.. parameters.Select(p => p.ParameterType)];
        RequireDynamicShape(name, types);
        return new(
            name,
            method.ReturnType,
            types,
            parameters.Count(p => !p.HasDefaultValue),
            args => invoker(WithDefaults(parameters, args)),
            method);
    }

    private static void RequireDynamicShape(string? name, IReadOnlyCollection<Type> types)
    {
        if (name == null && !(types.Count == 1 && types.First() == typeof(IRawValue[])))
        {
            throw new ArgumentException("Dynamic activity must accept a required array of IRawValue");
        }
    }

    private static object?[] WithDefaults(ParameterInfo[] parameters, object?[] args)
    {
        if (args.Length >= parameters.Length)
        {
            return args;
        }
        var all = new object?[parameters.Length];
        args.CopyTo(all, 0);
        for (var i = args.Length; i < all.Length; i++)
        {
            all[i] = parameters[i].DefaultValue;
        }
        return all;
    }

    private static string Describe(MethodInfo method) => $"{method.DeclaringType?.FullName}.{method.Name}";
}
