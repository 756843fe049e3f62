namespace Temporalio.Converters;

/// <summary>Names the converter of a type to the type that stands for it on the wire.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class TemporalTransferTypeConverterAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="converterType">
    /// A type with a parameterless constructor that implements <see cref="ITemporalTransferTypeConverter"/>.
    /// </param>
    public TemporalTransferTypeConverterAttribute(Type converterType) => ConverterType = converterType;

    /// <summary>Type of the converter.</summary>
    public Type ConverterType { get; }
}
