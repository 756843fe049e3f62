using System.Diagnostics.CodeAnalysis;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>Encoding <c>binary/null</c>: null, and nothing else.</summary>
public class BinaryNullConverter : IEncodingConverter
{
    /// <inheritdoc />
    public string Encoding => PayloadEncodings.BinaryNull;

    /// <inheritdoc />
    public bool TryToPayload(object? value, [NotNullWhen(true)] out Payload? payload)
    {
        payload = value == null
            ? new() { Metadata = { [PayloadEncodings.EncodingKey] = PayloadEncodings.BinaryNullBytes } }
            : null;
        return payload != null;
    }

    /// <inheritdoc />
    public object? ToValue(Payload payload, Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) == null
            ? throw new ArgumentException($"Payload is null, but {type} is not nullable")
            : null;
}
