using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>
/// Encodes payloads as a whole, for compression or encryption. Runs outside of workflows and may do anything.
/// </summary>
public interface IPayloadCodec
{
    /// <summary>Encodes payloads; must not change those given.</summary>
    /// <param name="payloads">Payloads.</param>
    /// <returns>Encoded payloads; their number may differ.</returns>
    Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads);

    /// <summary>Decodes payloads; must not change those given, and must return unknown ones as they are.</summary>
    /// <param name="payloads">Payloads.</param>
    /// <returns>Decoded payloads, as they were before encoding.</returns>
    Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads);
}
