using System.Diagnostics.CodeAnalysis;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>Converts values to and from one encoding.</summary>
public interface IEncodingConverter
{
    /// <summary>Name of the encoding, as in the payload's metadata.</summary>
    string Encoding { get; }

    /// <summary>Turns a value into a payload, if this encoding is for it.</summary>
    /// <param name="value">Value.</param>
    /// <param name="payload">The payload, its encoding set.</param>
    /// <returns>False when the value is for another encoding.</returns>
    bool TryToPayload(object? value, [NotNullWhen(true)] out Payload? payload);

    /// <summary>Turns a payload of this encoding into a value.</summary>
    /// <param name="payload">Payload.</param>
    /// <param name="type">Type wanted.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The payload does not fit the type.</exception>
    object? ToValue(Payload payload, Type type);
}
