using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>Encoding <c>json/plain</c>: every value, as System.Text.Json writes it.</summary>
public class JsonPlainConverter : IEncodingConverter
{
    /// <summary>Creates the converter.</summary>
    /// <param name="serializerOptions">How to write and read JSON.</param>
    public JsonPlainConverter(JsonSerializerOptions serializerOptions) => SerializerOptions = serializerOptions;

    /// <inheritdoc />
    public virtual string Encoding => PayloadEncodings.JsonPlain;

    /// <summary>How to write and read JSON.</summary>
    protected JsonSerializerOptions SerializerOptions { get; private init; }

    /// <inheritdoc />
    public virtual bool TryToPayload(object? value, [NotNullWhen(true)] out Payload? payload)
    {
        payload = new()
        {
            // The array is nobody else's, so it need not be copied.
            Data = UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(value, SerializerOptions)),
            Metadata = { [PayloadEncodings.EncodingKey] = PayloadEncodings.JsonPlainBytes },
        };
        return true;
    }

    /// <inheritdoc />
    public virtual object? ToValue(Payload payload, Type type) =>
        JsonSerializer.Deserialize(payload.Data.Span, type, SerializerOptions);
}
