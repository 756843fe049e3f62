using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Converters;

namespace Temporalio.Client;

/// <summary>Makes the parts of requests that hold payloads, and reads those of answers.</summary>
internal static class ClientPayloads
{
    public static async Task<Payloads?> ToPayloadsAsync(
        DataConverter converter, IReadOnlyCollection<object?>? values) =>
        values is { Count: > 0 }
            ? new() { Payloads_ = { await ConvertAsync(converter, values).ConfigureAwait(false) } }
            : null;

    public static async Task<Memo?> ToMemoAsync(DataConverter converter, IReadOnlyDictionary<string, object>? values)
    {
        if (values is not { Count: > 0 })
        {
            return null;
        }
        var memo = new Memo();
        foreach (var (key, value) in values)
        {
            memo.Fields.Add(
                key,
                value is IEncodedRawValue encoded
                    ? encoded.Payload
                    : await converter.ToPayloadAsync(value).ConfigureAwait(false));
        }
        return memo;
    }

    public static IReadOnlyDictionary<string, IEncodedRawValue> ReadMemo(Memo? memo, DataConverter converter) =>
        memo?.Fields.ToDictionary(f => f.Key, f => (IEncodedRawValue)new EncodedRawValue(converter, f.Value))
        ?? [];

    /// <summary>Only the codec is applied to headers: whoever set them has converted them.</summary>
    public static async Task<Header?> ToHeaderAsync(DataConverter converter, IDictionary<string, Payload>? headers)
    {
        if (headers is not { Count: > 0 })
        {
            return null;
        }
        var header = new Header();
        foreach (var (key, value) in headers)
        {
            header.Fields.Add(
                key,
                converter.PayloadCodec is { } codec
                    ? await codec.EncodeSingleAsync(value).ConfigureAwait(false)
                    : value);
        }
        return header;
    }

    public static async Task<UserMetadata?> ToUserMetadataAsync(
        DataConverter converter, string? summary, string? details)
    {
        if (summary == null && details == null)
        {
            return null;
        }
        var metadata = new UserMetadata();
        if (summary != null)
        {
            metadata.Summary = await converter.ToPayloadAsync(summary).ConfigureAwait(false);
        }
        if (details != null)
        {
            metadata.Details = await converter.ToPayloadAsync(details).ConfigureAwait(false);
        }
        return metadata;
    }

    public static Duration? ToDuration(TimeSpan? time) => time is { } t ? Duration.FromTimeSpan(t) : null;

    /// <summary>Reads the one value of a result; no payload means the default.</summary>
    public static async Task<T> ReadResultAsync<T>(DataConverter converter, Payloads? payloads) =>
        payloads is not { Payloads_.Count: > 0 } || typeof(T) == typeof(ValueTuple)
            ? default!
            : await converter.ToSingleValueAsync<T>(payloads.Payloads_).ConfigureAwait(false);

    /// <summary>
    /// Values read from the server, of a schedule that is changed, are still encoded and go back as they are.
    /// </summary>
    private static async Task<IReadOnlyCollection<Payload>> ConvertAsync(
        DataConverter converter, IReadOnlyCollection<object?> values)
    {
        if (!values.Any(v => v is IEncodedRawValue))
        {
            return await converter.ToPayloadsAsync(values).ConfigureAwait(false);
        }
        List<Payload> payloads = [];
        foreach (var value in values)
        {
            payloads.Add(value is IEncodedRawValue encoded
                ? encoded.Payload
                : await converter.ToPayloadAsync(value).ConfigureAwait(false));
        }
        return payloads;
    }
}
