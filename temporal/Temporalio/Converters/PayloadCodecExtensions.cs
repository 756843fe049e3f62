using Google.Protobuf.Collections;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Converters;

/// <summary>The usual uses of codecs.</summary>
public static class PayloadCodecExtensions
{
    /// <summary>Encodes one payload.</summary>
    /// <param name="codec">Codec.</param>
    /// <param name="payload">Payload.</param>
    /// <returns>The encoded payload.</returns>
    public static async Task<Payload> EncodeSingleAsync(this IPayloadCodec codec, Payload payload) =>
        Single(await codec.EncodeAsync([payload]).ConfigureAwait(false));

    /// <summary>Decodes one payload.</summary>
    /// <param name="codec">Codec.</param>
    /// <param name="payload">Payload.</param>
    /// <returns>The decoded payload.</returns>
    public static async Task<Payload> DecodeSingleAsync(this IPayloadCodec codec, Payload payload) =>
        Single(await codec.DecodeAsync([payload]).ConfigureAwait(false));

    /// <summary>Encodes every payload of a failure and its causes, in place.</summary>
    /// <param name="codec">Codec.</param>
    /// <param name="failure">Failure.</param>
    /// <returns>Task of the encoding.</returns>
    public static Task EncodeFailureAsync(this IPayloadCodec codec, Failure failure) =>
        ApplyAsync(codec.EncodeAsync, failure);

    /// <summary>Decodes every payload of a failure and its causes, in place.</summary>
    /// <param name="codec">Codec.</param>
    /// <param name="failure">Failure.</param>
    /// <returns>Task of the decoding.</returns>
    public static Task DecodeFailureAsync(this IPayloadCodec codec, Failure failure) =>
        ApplyAsync(codec.DecodeAsync, failure);

    private static Payload Single(IReadOnlyCollection<Payload> payloads) =>
        payloads.Count == 1
            ? payloads.First()
            : throw new InvalidOperationException($"Codec made {payloads.Count} payloads of one");

    private static async Task ApplyAsync(
        Func<IReadOnlyCollection<Payload>, Task<IReadOnlyCollection<Payload>>> apply, Failure? failure)
    {
        for (; failure != null; failure = failure.Cause)
        {
            if (failure.EncodedAttributes is { } attributes)
            {
                failure.EncodedAttributes = Single(await apply([attributes]).ConfigureAwait(false));
            }
            if (DetailsOf(failure) is { Count: > 0 } details)
            {
                var changed = await apply([.. details]).ConfigureAwait(false);
                details.Clear();
                details.AddRange(changed);
            }
        }
    }

    private static RepeatedField<Payload>? DetailsOf(Failure failure) => failure.FailureInfoCase switch
    {
        Failure.FailureInfoOneofCase.ApplicationFailureInfo => failure.ApplicationFailureInfo.Details?.Payloads_,
        Failure.FailureInfoOneofCase.TimeoutFailureInfo =>
            failure.TimeoutFailureInfo.LastHeartbeatDetails?.Payloads_,
        Failure.FailureInfoOneofCase.CanceledFailureInfo => failure.CanceledFailureInfo.Details?.Payloads_,
        Failure.FailureInfoOneofCase.ResetWorkflowFailureInfo =>
            failure.ResetWorkflowFailureInfo.LastHeartbeatDetails?.Payloads_,
        _ => null,
    };
}
