using System.Reflection;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Converters;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Conversions that several collaborators of an instance need.</summary>
internal static class PayloadCalls
{
    public static Payloads? ToPayloads(IPayloadConverter converter, IReadOnlyCollection<object?> values) =>
        values.Count == 0 ? null : new() { Payloads_ = { converter.ToPayloads(values) } };

    /// <summary>Headers of activities and children, which official workers send even when there are none.</summary>
    public static Header ToHeader(IDictionary<string, Payload>? headers) => ToHeaderOrNull(headers) ?? new();

    /// <summary>Headers of signals and continued runs, which official workers leave out when there are none.</summary>
    public static Header? ToHeaderOrNull(IDictionary<string, Payload>? headers) =>
        headers is not { Count: > 0 } ? null : new() { Fields = { headers } };

    /// <summary>What interceptors see of headers: never null, so that they can look something up.</summary>
    public static IReadOnlyDictionary<string, Payload> FromHeader(Header? header) =>
        header?.Fields.ToDictionary(f => f.Key, f => f.Value) ?? [];

    public static UserMetadata? ToMetadata(IPayloadConverter converter, string? summary, string? details = null) =>
        summary == null && details == null
            ? null
            : new()
            {
                Summary = summary == null ? null : converter.ToPayload(summary),
                Details = details == null ? null : converter.ToPayload(details),
            };

    /// <summary>Reads the one payload of a result; nothing is read if nobody wants a value.</summary>
    public static T ToResult<T>(IPayloadConverter converter, Payloads? result)
    {
        if (typeof(T) == typeof(ValueTuple) || result is not { Payloads_.Count: > 0 })
        {
            return default!;
        }
        return converter.ToValue<T>(result.Payloads_[0]);
    }

    /// <summary>Reads arguments; more than the method takes are ignored, missing ones must have a default.</summary>
    /// <param name="callee">What is called, for errors: <c>Workflow name</c>, <c>Signal name</c> and so on.</param>
    /// <param name="converter">Converter.</param>
    /// <param name="payloads">The arguments as they came.</param>
    /// <param name="parameters">Parameters of the method.</param>
    public static object?[] ToArgs(
        string callee, IPayloadConverter converter, IList<Payload> payloads, IReadOnlyList<ParameterInfo> parameters)
    {
        if (payloads.Count < parameters.Count && !parameters[payloads.Count].HasDefaultValue)
        {
            throw new InvalidOperationException(
                $"{callee} given {payloads.Count} parameter(s), but more than that are required by the signature");
        }
        try
        {
            var args = parameters.Count == 0 ? [] : new object?[parameters.Count];
            for (var i = 0; i < args.Length; i++)
            {
                args[i] = i < payloads.Count
                    ? converter.ToValue(payloads[i], parameters[i].ParameterType)
                    : parameters[i].DefaultValue;
            }
            return args;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{callee} had failure decoding parameters", e);
        }
    }

    public static IRawValue[] ToRawValues(IList<Payload> payloads)
    {
        var values = new IRawValue[payloads.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new RawValue(payloads[i]);
        }
        return values;
    }
}
