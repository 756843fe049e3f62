using System.Reflection;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Workflows;

/// <summary>Reads the attributes of a workflow type. All faults of a type are collected and thrown at once.</summary>
internal static class WorkflowDefinitionReader
{
    private const BindingFlags AnyMember =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static WorkflowDefinition Read(Type type, string? nameOverride, Func<object?[], object?>? creatorOverride)
    {
        var parts = new WorkflowDefinitionParts(type);
        var attribute = type.GetCustomAttribute<WorkflowAttribute>() ??
            throw new ArgumentException($"{type} missing Workflow attribute");
        parts.Dynamic = attribute.Dynamic;
        parts.Name = nameOverride ?? NameOf(type, attribute);
        parts.FailureExceptionTypes = attribute.FailureExceptionTypes;
        parts.VersioningBehavior = attribute.VersioningBehavior;
        if (attribute is { Dynamic: true, Name: not null })
        {
            parts.Faults.Add("Cannot have custom name for dynamic workflow");
        }
        if (type.IsGenericType)
        {
            parts.Faults.Add($"{type} has generic type arguments");
        }
        if (parts.Name is { } name && WorkflowHandlerRules.IsTemporals(name))
        {
            parts.Faults.Add($"Workflow name {name} cannot start with {WorkflowHandlerRules.TemporalPrefix}");
        }
        ReadRunMethod(parts);
        ReadConstructor(parts, creatorOverride);
        ReadHandlers(parts);
        if (!parts.HasValidRun)
        {
            parts.Faults.Add($"{type} does not have a valid WorkflowRun method");
        }
        if (parts.Faults.Count > 0)
        {
            throw new AggregateException(parts.Faults.Select(fault => new ArgumentException(fault)));
        }
        return new(parts);
    }

    /// <summary>Workflow name of a type; null if it is dynamic.</summary>
    public static string? NameOf(Type type, WorkflowAttribute attribute)
    {
        if (attribute.Name != null || attribute.Dynamic)
        {
            return attribute.Name;
        }
        var name = type.Name;
        var generic = name.IndexOf('`', StringComparison.Ordinal);
        if (generic >= 0)
        {
            name = name[..generic];
        }
        return type.IsInterface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name[1..] : name;
    }

    /// <summary>Every member a workflow type has, its own first; an overridden one is not repeated.</summary>
    private static IEnumerable<MethodInfo> MethodsOf(Type type) => type.GetMethods(AnyMember)
        .Concat(type.IsInterface ? type.GetInterfaces().SelectMany(i => i.GetMethods(AnyMember)) : []);

    private static void ReadRunMethod(WorkflowDefinitionParts parts)
    {
        var runMethods = MethodsOf(parts.Type).Where(m => m.IsDefined(typeof(WorkflowRunAttribute), false)).ToList();
        var own = runMethods.Where(m => m.DeclaringType == parts.Type).ToList();
        if (runMethods.Count == 0)
        {
            return;
        }
        // Which of several is not known, so nothing more is said of it.
        parts.HasValidRun = true;
        if (own.Count > 1 || (own.Count == 0 && runMethods.Count > 1))
        {
            parts.Faults.Add($"WorkflowRun on multiple: {runMethods[1]} and {runMethods[0]}");
            return;
        }
        var run = own.Count == 1 ? own[0] : runMethods[0];
        parts.RunMethod = run;
        var faults = parts.Faults.Count;
        CheckRunMethod(parts, run);
        parts.HasValidRun = parts.Faults.Count == faults;
    }

    private static void CheckRunMethod(WorkflowDefinitionParts parts, MethodInfo run)
    {
        void Check(bool isFault, string fault)
        {
            if (isFault)
            {
                parts.Faults.Add(fault);
            }
        }
        Check(!run.IsPublic, $"WorkflowRun on non-public {run}");
        Check(run.IsStatic, $"WorkflowRun on static {run}");
        Check(run.ContainsGenericParameters, $"{run} with WorkflowRun contains generic parameters");
        Check(
            parts.Type.IsClass && run.DeclaringType != parts.Type,
            $"WorkflowRun on {run} must be declared on {parts.Type}, not inherited from {run.DeclaringType}");
        Check(
            !typeof(Task).IsAssignableFrom(run.ReturnType),
            $"WorkflowRun method {run} must return an instance of Task");
        Check(
            parts.Dynamic && !HasRawParametersOnly(run.GetParameters(), 0),
            $"WorkflowRun on {run} for dynamic workflow must accept an array of IRawValue");
    }

    /// <summary>An override must repeat the attribute, so that whoever reads it knows what it is.</summary>
    private static void CheckOverride<TAttribute>(WorkflowDefinitionParts parts, MethodInfo method)
        where TAttribute : Attribute
    {
        if (method.GetBaseDefinition() is { } root && root != method &&
            root.IsDefined(typeof(TAttribute), false) && !method.IsDefined(typeof(TAttribute), false))
        {
            var name = typeof(TAttribute).Name[..^nameof(Attribute).Length];
            parts.Faults.Add($"{name} on base definition of {method} but not override");
        }
    }

    private static void ReadConstructor(WorkflowDefinitionParts parts, Func<object?[], object?>? creatorOverride)
    {
        var constructors = parts.Type.GetConstructors(AnyMember & ~BindingFlags.Static);
        var inits = constructors.Where(c => c.IsDefined(typeof(WorkflowInitAttribute), false)).ToList();
        if (creatorOverride != null)
        {
            parts.Creator = creatorOverride;
            return;
        }
        if (parts.Type.IsInterface || parts.Type.IsAbstract)
        {
            return;
        }
        if (inits.Count > 1)
        {
            parts.Faults.Add($"WorkflowInit on multiple: {inits[1]} and {inits[0]}");
        }
        else if (inits.Count == 1)
        {
            UseInitConstructor(parts, inits[0]);
        }
        else if (parts.Type.IsValueType)
        {
            parts.Creator = _ => Activator.CreateInstance(parts.Type);
        }
        else if (constructors.FirstOrDefault(c => c.IsPublic && c.GetParameters().Length == 0) is { } plain)
        {
            var invoker = ConstructorInvoker.Create(plain);
            parts.Creator = _ => invoker.Invoke();
        }
    }

    private static void UseInitConstructor(WorkflowDefinitionParts parts, ConstructorInfo init)
    {
        if (!init.IsPublic)
        {
            parts.Faults.Add($"WorkflowInit on non-public {init}");
        }
        if (parts.RunMethod is { } run &&
            !TypesOf(init).SequenceEqual(TypesOf(run)))
        {
            parts.Faults.Add($"WorkflowRun on {run} must match parameter types of WorkflowInit on {init}");
            parts.HasValidRun = false;
        }
        var invoker = ConstructorInvoker.Create(init);
        parts.HasInitConstructor = true;
        parts.Creator = args => invoker.Invoke(args.AsSpan());
    }

    private static IEnumerable<Type> TypesOf(MethodBase method) => method.GetParameters().Select(p => p.ParameterType);

    private static void ReadHandlers(WorkflowDefinitionParts parts)
    {
        var validators = ReadValidators(parts);
        foreach (var method in MethodsOf(parts.Type))
        {
            CheckOverride<WorkflowSignalAttribute>(parts, method);
            CheckOverride<WorkflowQueryAttribute>(parts, method);
            CheckOverride<WorkflowUpdateAttribute>(parts, method);
            if (method.IsDefined(typeof(WorkflowSignalAttribute), false))
            {
                Collect(parts, () => AddSignal(parts, WorkflowSignalDefinition.FromMethod(method)));
            }
            if (method.IsDefined(typeof(WorkflowQueryAttribute), false))
            {
                Collect(parts, () => AddQuery(parts, WorkflowQueryDefinition.FromMethod(method)));
            }
            if (method.IsDefined(typeof(WorkflowUpdateAttribute), false))
            {
                validators.Remove(method.Name, out var validator);
                Collect(parts, () => AddUpdate(parts, WorkflowUpdateDefinition.FromMethod(method, validator)));
            }
            if (method.IsDefined(typeof(WorkflowDynamicOptionsAttribute), false))
            {
                ReadDynamicOptions(parts, method);
            }
        }
        foreach (var property in parts.Type.GetProperties(AnyMember)
                     .Where(p => p.IsDefined(typeof(WorkflowQueryAttribute), false)))
        {
            Collect(parts, () => AddQuery(parts, WorkflowQueryDefinition.FromProperty(property)));
        }
        foreach (var (update, validator) in validators)
        {
            parts.Faults.Add($"Cannot find update method named {update} for WorkflowUpdateValidator on {validator} method");
        }
    }

    private static Dictionary<string, MethodInfo> ReadValidators(WorkflowDefinitionParts parts)
    {
        var validators = new Dictionary<string, MethodInfo>();
        foreach (var method in MethodsOf(parts.Type))
        {
            if (method.GetCustomAttribute<WorkflowUpdateValidatorAttribute>(false) is not { } attribute)
            {
                continue;
            }
            CheckMethod(parts, method, "WorkflowUpdateValidator");
            if (!validators.TryAdd(attribute.UpdateMethod, method))
            {
                parts.Faults.Add(
                    $"{parts.Type} has more than one update validator for update method {attribute.UpdateMethod}");
            }
        }
        return validators;
    }

    private static void ReadDynamicOptions(WorkflowDefinitionParts parts, MethodInfo method)
    {
        if (parts.DynamicOptionsGetter != null)
        {
            parts.Faults.Add($"WorkflowDynamicOptions method {method} cannot be used more than once");
            return;
        }
        if (!parts.Dynamic)
        {
            parts.Faults.Add("WorkflowDynamicOptions can only be used in dynamic workflows");
            return;
        }
        if (method.GetParameters().Length > 0 ||
            method.ReturnType != typeof(WorkflowDefinitionOptions))
        {
            parts.Faults.Add(
                $"WorkflowDynamicOptions method {method} must take nothing and return WorkflowDefinitionOptions");
            return;
        }
        var invoker = MethodInvoker.Create(method);
        parts.DynamicOptionsGetter = instance => (WorkflowDefinitionOptions)invoker.Invoke(instance)!;
    }

    private static void AddSignal(WorkflowDefinitionParts parts, WorkflowSignalDefinition signal)
    {
        if (signal.Name == null)
        {
            RequireFirst(parts.DynamicSignal, $"{parts.Type} has more than one dynamic signal");
            parts.DynamicSignal = signal;
        }
        else if (!parts.Signals.TryAdd(signal.Name, signal))
        {
            throw new ArgumentException($"{parts.Type} has more than one signal named {signal.Name}");
        }
    }

    private static void AddQuery(WorkflowDefinitionParts parts, WorkflowQueryDefinition query)
    {
        if (query.Name == null)
        {
            RequireFirst(parts.DynamicQuery, $"{parts.Type} has more than one dynamic query");
            parts.DynamicQuery = query;
        }
        else if (!parts.Queries.TryAdd(query.Name, query))
        {
            throw new ArgumentException($"{parts.Type} has more than one query named {query.Name}");
        }
    }

    private static void AddUpdate(WorkflowDefinitionParts parts, WorkflowUpdateDefinition update)
    {
        if (update.Name == null)
        {
            RequireFirst(parts.DynamicUpdate, $"{parts.Type} has more than one dynamic update");
            parts.DynamicUpdate = update;
        }
        else if (!parts.Updates.TryAdd(update.Name, update))
        {
            throw new ArgumentException($"{parts.Type} has more than one update named {update.Name}");
        }
    }

    private static void RequireFirst(object? existing, string fault)
    {
        if (existing != null)
        {
            throw new ArgumentException(fault);
        }
    }

    private static void CheckMethod(WorkflowDefinitionParts parts, MethodInfo method, string attribute)
    {
        if (!method.IsPublic)
        {
            parts.Faults.Add($"{attribute} method {method} must be public");
        }
        if (method.IsStatic)
        {
            parts.Faults.Add($"{attribute} method {method} cannot be static");
        }
        if (method.ContainsGenericParameters)
        {
            parts.Faults.Add($"{method} with {attribute} contains generic parameters");
        }
    }

    private static void Collect(WorkflowDefinitionParts parts, Action read)
    {
        try
        {
            read();
        }
        catch (ArgumentException e)
        {
            parts.Faults.Add(e.Message);
        }
    }

    /// <summary>Whether the parameters, after the first ones, are exactly one array of raw values.</summary>
    public static bool HasRawParametersOnly(ParameterInfo[] parameters, int skip) =>
        parameters.Length == skip + 1 && parameters[skip].ParameterType == typeof(IRawValue[]);
}
