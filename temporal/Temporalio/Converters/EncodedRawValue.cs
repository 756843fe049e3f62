using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>A value left as the payload that came over the wire.</summary>
/// <param name="DataConverter">Converter for the value.</param>
/// <param name="Payload">The payload, still encoded by the codec.</param>
public record EncodedRawValue(DataConverter DataConverter, Payload Payload) : IEncodedRawValue
{
    /// <inheritdoc />
    public Task<T> ToValueAsync<T>() => DataConverter.ToValueAsync<T>(Payload);

    /// <inheritdoc />
    public Task<object?> ToValueAsync(Type type) => DataConverter.ToValueAsync(Payload, type);
}
