namespace Temporalio.Converters;

/// <summary>Implemented by converters and codecs that care what a value belongs to.</summary>
/// <typeparam name="T">Type of the converter or codec.</typeparam>
public interface IWithSerializationContext<out T>
{
    /// <summary>Makes the converter or codec for a context.</summary>
    /// <param name="context">What the value belongs to.</param>
    /// <returns>Itself or another one.</returns>
    T WithSerializationContext(ISerializationContext context);
}
