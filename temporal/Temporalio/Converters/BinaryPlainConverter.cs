using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>Encoding <c>binary/plain</c>: byte arrays.</summary>
public class BinaryPlainConverter : IEncodingConverter
{
    /// <inheritdoc />
    public string Encoding => PayloadEncodings.BinaryPlain;

    /// <inheritdoc />
    public bool TryToPayload(object? value, [NotNullWhen(true)] out Payload? payload)
    {
        payload = value is byte[] bytes
            ? new()
            {
                Data = ByteString.CopyFrom(bytes),
                Metadata = { [PayloadEncodings.EncodingKey] = PayloadEncodings.BinaryPlainBytes },
            }
            : null;
        return payload != null;
    }

    /// <inheritdoc />
    public object? ToValue(Payload payload, Type type) =>
        type == typeof(byte[])
            ? payload.Data.ToByteArray()
            : throw new ArgumentException($"Payload is byte array, but type is {type}");
}
