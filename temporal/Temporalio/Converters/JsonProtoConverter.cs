using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>Encoding <c>json/protobuf</c>: protobuf messages in their JSON form.</summary>
public class JsonProtoConverter : IEncodingConverter
{
    /// <summary>Creates the converter with the default form.</summary>
    public JsonProtoConverter()
    {
    }

    /// <summary>Creates the converter.</summary>
    /// <param name="formatter">Writes JSON.</param>
    /// <param name="parser">Reads JSON.</param>
    public JsonProtoConverter(JsonFormatter formatter, JsonParser parser)
    {
        Formatter = formatter;
        Parser = parser;
    }

    /// <inheritdoc />
    public string Encoding => PayloadEncodings.JsonProto;

    // Taken when first needed: making the library's defaults costs some 50 ms, and few programs have payloads of this kind.

    /// <summary>Writes JSON.</summary>
    protected JsonFormatter Formatter
    {
        get => field ?? JsonFormatter.Default;
        private init;
    }

    /// <summary>Reads JSON.</summary>
    protected JsonParser Parser
    {
        get => field ?? JsonParser.Default;
        private init;
    }

    /// <inheritdoc />
    public bool TryToPayload(object? value, [NotNullWhen(true)] out Payload? payload)
    {
        payload = value is IMessage message
            ? new()
            {
                Data = ByteString.CopyFromUtf8(Formatter.Format(message)),
                Metadata =
                {
                    [PayloadEncodings.EncodingKey] = PayloadEncodings.JsonProtoBytes,
                    [PayloadEncodings.MessageTypeKey] = ByteString.CopyFromUtf8(message.Descriptor.FullName),
                },
            }
            : null;
        return payload != null;
    }

    /// <inheritdoc />
    public object? ToValue(Payload payload, Type type) =>
        Parser.Parse(payload.Data.ToStringUtf8(), ProtoDescriptors.Require(payload, type));
}
