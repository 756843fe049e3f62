using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>Encoding <c>binary/protobuf</c>: protobuf messages.</summary>
public class BinaryProtoConverter : IEncodingConverter
{
    /// <inheritdoc />
    public string Encoding => PayloadEncodings.BinaryProto;

    /// <inheritdoc />
    public bool TryToPayload(object? value, [NotNullWhen(true)] out Payload? payload)
    {
        payload = value is IMessage message
            ? new()
            {
                Data = message.ToByteString(),
                Metadata =
                {
                    [PayloadEncodings.EncodingKey] = PayloadEncodings.BinaryProtoBytes,
                    [PayloadEncodings.MessageTypeKey] = ByteString.CopyFromUtf8(message.Descriptor.FullName),
                },
            }
            : null;
        return payload != null;
    }

    /// <inheritdoc />
    public object? ToValue(Payload payload, Type type) =>
        ProtoDescriptors.Require(payload, type).Parser.ParseFrom(payload.Data);
}
