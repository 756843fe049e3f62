using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Temporalio.Exceptions;

/// <summary>Details that came with a failure and are converted when asked for.</summary>
/// <param name="Converter">Converter for the details.</param>
/// <param name="Payloads">The details, decoded by the codec.</param>
public record InboundFailureDetails(IPayloadConverter Converter, IReadOnlyCollection<Payload>? Payloads)
    : IFailureDetails
{
    /// <inheritdoc />
    public int Count => Payloads?.Count ?? 0;

    /// <inheritdoc />
    public T ElementAt<T>(int index) => Converter.ToValue<T>((Payloads ?? []).ElementAt(index));
}
