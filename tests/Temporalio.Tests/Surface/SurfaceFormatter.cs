using System.Reflection;
using System.Runtime.CompilerServices;

namespace Temporalio.Tests.Surface;

/// <summary>Writes public types and members as the list of the official surface writes them.</summary>
internal static class SurfaceFormatter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(int)] = "int", [typeof(long)] = "long", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(double)] = "double", [typeof(float)] = "float", [typeof(object)] = "object", [typeof(byte)] = "byte",
        [typeof(void)] = "void",
    };

    /// <summary>Lines of the members of a type.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            yield return string.Join(
                ", ", Enum.GetNames(type).Select(n => $"{n}={Convert.ToInt64(Enum.Parse(type, n))}"));
            yield break;
        }
        foreach (var line in Lines(type))
        {
            yield return line;
        }
    }

    public static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!) + "&";
        }
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }
        if (type.IsGenericParameter)
        {
            return type.Name;
        }
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }
        // Nested types of generated messages are listed by their inner name alone.
        var outer = type is { IsNested: true, DeclaringType: { } declaring } ? Outer(declaring) + "." : string.Empty;
        var own = type.Name.Split('`')[0];
        var args = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToArray();
        return outer + own + (args.Length == 0 ? string.Empty : $"<{string.Join(',', args.Select(Name))}>");
    }

    public static string Header(Type type)
    {
        var kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : IsRecord(type) ? "record"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        return $"{kind} {Name(type)}";
    }

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) != null;

    private static string Outer(Type type) =>
        type is { Name: "Types", IsNested: true } ? "Types" : Name(type);

    private static IEnumerable<string> Lines(Type type)
    {
        foreach (var constructor in type.GetConstructors(Declared).Where(c => !c.IsStatic && IsVisible(c)))
        {
            var parameters = constructor.GetParameters();
            if (IsRecord(type) && parameters is [var only] && only.ParameterType == type)
            {
                continue;
            }
            yield return $"{Protected(constructor)}new({Parameters(parameters)})";
        }
        foreach (var property in type.GetProperties(Declared).Where(p => p.Name != "EqualityContract"))
        {
            if (Property(property) is { } line)
            {
                yield return line;
            }
        }
        foreach (var field in type.GetFields(Declared).Where(f => f.IsPublic))
        {
            yield return $"{(field.IsStatic ? "static " : string.Empty)}{Name(field.FieldType)} {field.Name}";
        }
        foreach (var added in type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod!)))
        {
            yield return $"event {Name(added.EventHandlerType!)} {added.Name}";
        }
        foreach (var method in type.GetMethods(Declared).Where(m => IsVisible(m) && !m.IsSpecialName && IsOwn(type, m)))
        {
            yield return Method(type, method);
        }
    }

    private static bool IsOwn(Type type, MethodInfo method) =>
        !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.Name != "Finalize"
        || (IsRecord(type) && method.Name == "Deconstruct");

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Protected(MethodBase method) => method.IsFamily ? "protected " : string.Empty;

    private static string? Property(PropertyInfo property)
    {
        var getter = property.GetMethod is { } get && IsVisible(get) ? get : null;
        var setter = property.SetMethod is { } set && IsVisible(set) ? set : null;
        if ((getter ?? setter) is not { } accessor)
        {
            return null;
        }
        var modifiers = Protected(accessor) + (accessor.IsStatic ? "static " : string.Empty)
            + (accessor is { IsVirtual: true, IsFinal: false } && !property.DeclaringType!.IsInterface
                ? "virtual "
                : string.Empty);
        var isInit = setter?.ReturnParameter.GetRequiredCustomModifiers()
            .Any(modifier => modifier.Name == nameof(IsExternalInit)) == true;
        var set1 = setter == null ? string.Empty : isInit ? "init; " : "set; ";
        return $"{modifiers}{Name(property.PropertyType)} {property.Name} {{ {(getter == null ? "" : "get; ")}{set1}}}";
    }

    private static string Method(Type type, MethodInfo method)
    {
        var modifiers = Protected(method);
        if (method.IsStatic)
        {
            modifiers += "static ";
        }
        else if (!type.IsInterface && method is { IsVirtual: true, IsFinal: false })
        {
            modifiers += method.GetBaseDefinition() != method ? "override "
                : method.IsAbstract ? "abstract "
                : "virtual ";
        }
        var generic = method.IsGenericMethod
            ? $"<{string.Join(',', method.GetGenericArguments().Select(Name))}>"
            : string.Empty;
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        return $"{modifiers}{Name(method.ReturnType)} {method.Name}{generic}"
            + $"({extension}{Parameters(method.GetParameters())})";
    }

    private static string Parameters(IEnumerable<ParameterInfo> parameters) =>
        string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var modifier = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : string.Empty;
        var text = $"{modifier}{Name(parameter.ParameterType)} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{text} = {Default(parameter)}" : text;
    }

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => "null",
        string s => s,
        { } value when parameter.ParameterType.IsEnum => Enum.GetName(parameter.ParameterType, value)!,
        { } value => value.ToString()!,
    };
}
