using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>
/// Converts by a list of encodings: a value goes to the first that takes it, a payload to the one named in its
/// metadata.
/// </summary>
public class DefaultPayloadConverter : IPayloadConverter, IWithSerializationContext<IPayloadConverter>
{
    private readonly Dictionary<ByteString, IEncodingConverter> _byEncoding;
    private readonly IEncodingConverter[] _converters;

    /// <summary>Creates the converter with the default encodings.</summary>
    public DefaultPayloadConverter()
        : this(JsonSerializerOptions.Default)
    {
    }

    /// <summary>Creates the converter with the default encodings.</summary>
    /// <param name="jsonSerializerOptions">How to write and read JSON.</param>
    public DefaultPayloadConverter(JsonSerializerOptions jsonSerializerOptions)
        : this(
            new BinaryNullConverter(),
            new BinaryPlainConverter(),
            new JsonProtoConverter(),
            new BinaryProtoConverter(),
            new JsonPlainConverter(jsonSerializerOptions))
    {
    }

    /// <summary>Creates the converter.</summary>
    /// <param name="encodingConverters">Encodings, in the order in which values are offered to them.</param>
    public DefaultPayloadConverter(params IEncodingConverter[] encodingConverters)
    {
        _converters = encodingConverters;
        _byEncoding = encodingConverters.ToDictionary(c => ByteString.CopyFromUtf8(c.Encoding));
    }

    /// <summary>Encodings, in the order in which values are offered to them.</summary>
    public IReadOnlyCollection<IEncodingConverter> EncodingConverters => _converters;

    /// <summary>Encodings by name.</summary>
    protected IReadOnlyDictionary<ByteString, IEncodingConverter> IndexedEncodingConverters => _byEncoding;

    /// <inheritdoc />
    public Payload ToPayload(object? value)
    {
        if (value is IRawValue raw)
        {
            return raw.Payload;
        }
        if (value != null && TransferTypes.Find(value.GetType()) is { } transfer)
        {
            value = transfer.ToTransferType(value);
        }
        foreach (var converter in _converters)
        {
            if (converter.TryToPayload(value, out var payload))
            {
                return payload;
            }
        }
        throw new ArgumentException($"Value of type {value?.GetType()} has no known converter");
    }

    /// <inheritdoc />
    public object? ToValue(Payload payload, Type type)
    {
        if (type == typeof(IRawValue) || type == typeof(RawValue))
        {
            return new RawValue(payload);
        }
        if (!payload.Metadata.TryGetValue(PayloadEncodings.EncodingKey, out var encoding))
        {
            throw new ArgumentException("Payload has no encoding in its metadata", nameof(payload));
        }
        if (!_byEncoding.TryGetValue(encoding, out var converter))
        {
            throw new ArgumentException($"Unknown payload encoding {encoding.ToStringUtf8()}");
        }
        return TransferTypes.Find(type) is { } transfer
            ? transfer.FromTransferType(converter.ToValue(payload, transfer.TransferType))
            : converter.ToValue(payload, type);
    }

    /// <inheritdoc />
    public virtual IPayloadConverter WithSerializationContext(ISerializationContext context) => this;
}
