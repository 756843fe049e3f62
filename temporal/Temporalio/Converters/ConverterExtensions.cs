using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Converters;

/// <summary>The usual uses of converters.</summary>
public static class ConverterExtensions
{
    /// <summary>Turns values into payloads.</summary>
    /// <param name="converter">Converter.</param>
    /// <param name="values">Values.</param>
    /// <returns>Payloads, one for each value.</returns>
    public static IReadOnlyCollection<Payload> ToPayloads(
        this IPayloadConverter converter, IReadOnlyCollection<object?> values)
    {
        if (values.Count == 0)
        {
            return [];
        }
        var payloads = new Payload[values.Count];
        var index = 0;
        foreach (var value in values)
        {
            payloads[index++] = converter.ToPayload(value);
        }
        return payloads;
    }

    /// <summary>Turns a value into a raw value.</summary>
    /// <param name="converter">Converter.</param>
    /// <param name="value">Value.</param>
    /// <returns>The raw value.</returns>
    public static RawValue ToRawValue(this IPayloadConverter converter, object? value) =>
        new(converter.ToPayload(value));

    /// <summary>Turns a payload into a value.</summary>
    /// <typeparam name="T">Type wanted.</typeparam>
    /// <param name="converter">Converter.</param>
    /// <param name="payload">Payload, decoded by the codec.</param>
    /// <returns>The value.</returns>
    public static T ToValue<T>(this IPayloadConverter converter, Payload payload) =>
        (T)converter.ToValue(payload, typeof(T))!;

    /// <summary>Turns a raw value into a value.</summary>
    /// <typeparam name="T">Type wanted.</typeparam>
    /// <param name="converter">Converter.</param>
    /// <param name="rawValue">Raw value.</param>
    /// <returns>The value.</returns>
    public static T ToValue<T>(this IPayloadConverter converter, IRawValue rawValue) =>
        converter.ToValue<T>(rawValue.Payload);

    /// <summary>Converts and encodes a value.</summary>
    /// <param name="converter">Converter.</param>
    /// <param name="value">Value.</param>
    /// <returns>The payload.</returns>
    public static async Task<Payload> ToPayloadAsync(this DataConverter converter, object? value)
    {
        var payload = converter.PayloadConverter.ToPayload(value);
        return converter.PayloadCodec is { } codec
            ? await codec.EncodeSingleAsync(payload).ConfigureAwait(false)
            : payload;
    }

    /// <summary>Converts and encodes values.</summary>
    /// <param name="converter">Converter.</param>
    /// <param name="values">Values.</param>
    /// <returns>Payloads.</returns>
    public static async Task<IReadOnlyCollection<Payload>> ToPayloadsAsync(
        this DataConverter converter, IReadOnlyCollection<object?> values)
    {
        var payloads = converter.PayloadConverter.ToPayloads(values);
        return converter.PayloadCodec is { } codec && payloads.Count > 0
            ? await codec.EncodeAsync(payloads).ConfigureAwait(false)
            : payloads;
    }

    /// <summary>Decodes and converts a payload.</summary>
    /// <typeparam name="T">Type wanted.</typeparam>
    /// <param name="converter">Converter.</param>
    /// <param name="payload">Payload.</param>
    /// <returns>The value.</returns>
    public static async Task<T> ToValueAsync<T>(this DataConverter converter, Payload payload) =>
        (T)(await converter.ToValueAsync(payload, typeof(T)).ConfigureAwait(false))!;

    /// <summary>Decodes and converts a payload.</summary>
    /// <param name="converter">Converter.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="type">Type wanted.</param>
    /// <returns>The value.</returns>
    public static async Task<object?> ToValueAsync(this DataConverter converter, Payload payload, Type type)
    {
        if (converter.PayloadCodec is { } codec)
        {
            payload = await codec.DecodeSingleAsync(payload).ConfigureAwait(false);
        }
        return converter.PayloadConverter.ToValue(payload, type);
    }

    /// <summary>Decodes and converts payloads that must be exactly one.</summary>
    /// <typeparam name="T">Type wanted.</typeparam>
    /// <param name="converter">Converter.</param>
    /// <param name="payloads">Payloads.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">There is not exactly one payload.</exception>
    public static async Task<T> ToSingleValueAsync<T>(
        this DataConverter converter, IReadOnlyCollection<Payload> payloads) =>
        (T)(await converter.ToSingleValueAsync(payloads, typeof(T)).ConfigureAwait(false))!;

    /// <summary>Decodes and converts payloads that must be exactly one.</summary>
    /// <param name="converter">Converter.</param>
    /// <param name="payloads">Payloads.</param>
    /// <param name="type">Type wanted.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">There is not exactly one payload.</exception>
    public static async Task<object?> ToSingleValueAsync(
        this DataConverter converter, IReadOnlyCollection<Payload> payloads, Type type)
    {
        if (converter.PayloadCodec is { } codec)
        {
            payloads = await codec.DecodeAsync(payloads).ConfigureAwait(false);
        }
        if (payloads.Count != 1)
        {
            throw new ArgumentException($"Expected 1 payload, found {payloads.Count}", nameof(payloads));
        }
        return converter.PayloadConverter.ToValue(payloads.First(), type);
    }

    /// <summary>Converts and encodes an exception.</summary>
    /// <param name="converter">Converter.</param>
    /// <param name="exc">Exception.</param>
    /// <returns>The failure.</returns>
    public static async Task<Failure> ToFailureAsync(this DataConverter converter, Exception exc)
    {
        var failure = converter.FailureConverter.ToFailure(exc, converter.PayloadConverter);
        if (converter.PayloadCodec is { } codec)
        {
            // The failure may be the exception's own, which must stay decoded.
            failure = failure.Clone();
            await codec.EncodeFailureAsync(failure).ConfigureAwait(false);
        }
        return failure;
    }

    /// <summary>Decodes and converts a failure.</summary>
    /// <param name="converter">Converter.</param>
    /// <param name="failure">Failure.</param>
    /// <returns>The exception.</returns>
    public static async Task<Exception> ToExceptionAsync(this DataConverter converter, Failure failure)
    {
        if (converter.PayloadCodec is { } codec)
        {
            failure = failure.Clone();
            await codec.DecodeFailureAsync(failure).ConfigureAwait(false);
        }
        return converter.FailureConverter.ToException(failure, converter.PayloadConverter);
    }
}
