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
        return Activator.CreateInstance(attribute.ConverterType) as ITemporalTransferTypeConverter
            ?? throw new InvalidOperationException(
                $"{attribute.ConverterType} of {type} does not implement {nameof(ITemporalTransferTypeConverter)}");
    }
}
