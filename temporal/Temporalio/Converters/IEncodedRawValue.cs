using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>A value left as the payload that came over the wire.</summary>
public interface IEncodedRawValue
{
    /// <summary>The payload, still encoded by the codec.</summary>
    Payload Payload { get; }

    /// <summary>Decodes and converts the value.</summary>
    /// <typeparam name="T">Type wanted.</typeparam>
    /// <returns>The value.</returns>
    Task<T> ToValueAsync<T>();

    /// <summary>Decodes and converts the value.</summary>
    /// <param name="type">Type wanted.</param>
    /// <returns>The value.</returns>
    Task<object?> ToValueAsync(Type type);
}
