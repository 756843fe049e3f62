using System.Collections.Concurrent;
using System.Reflection;

namespace Temporalio.Converters;

/// <summary>Finds the transfer type converter of a type, once.</summary>
internal static class TransferTypes
{
    private static readonly ConcurrentDictionary<Type, ITemporalTransferTypeConverter?> Converters = new();

    public static ITemporalTransferTypeConverter? Find(Type type) => Converters.GetOrAdd(type, Create);

    private static ITemporalTransferTypeConverter? Create(Type type)
    {
        if (type.GetCustomAttribute<TemporalTransferTypeConverterAttribute>() is not { } attribute)
        {
            return null;
        }
        var converter = Close(attribute.ConverterType, type);
        if (Fault(converter) is { } fault)
        {
            throw Refuse(type, attribute.ConverterType, fault);
        }
        return (ITemporalTransferTypeConverter)Activator.CreateInstance(converter)!;
    }

    /// <summary>Gives a converter that is generic the type arguments of the type it is for.</summary>
    private static Type Close(Type converter, Type type)
    {
        if (!converter.IsGenericTypeDefinition)
        {
            return converter;
        }
        if (!type.IsConstructedGenericType)
        {
            throw Refuse(type, converter, "is generic, but the type is not a closed constructed generic type");
        }
        var arguments = type.GetGenericArguments();
        if (arguments.Length != converter.GetGenericArguments().Length)
        {
            throw Refuse(type, converter, "and the type have different generic arities");
        }
        try
        {
            return converter.MakeGenericType(arguments);
        }
        catch (ArgumentException e)
        {
            throw Refuse(type, converter, "cannot be used: the type arguments do not satisfy the converter constraints", e);
        }
    }

    private static string? Fault(Type converter) =>
        !typeof(ITemporalTransferTypeConverter).IsAssignableFrom(converter)
            ? $"does not implement {nameof(ITemporalTransferTypeConverter)}"
            : converter.IsAbstract ? "must not be abstract"
            : !converter.IsValueType && converter.GetConstructor(Type.EmptyTypes) == null
                ? "must have a public parameterless constructor"
                : null;

    private static InvalidOperationException Refuse(Type type, Type converter, string fault, Exception? inner = null) =>
        new($"Transfer type converter {converter} of {type} {fault}", inner);
}
