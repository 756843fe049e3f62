using System.Diagnostics;
using System.Text.Json;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Carries the context of a trace in one header, in the W3C form, as every Temporal SDK does.</summary>
internal static class TraceHeaders
{
    private const string Key = "_tracer-data";
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    /// <summary>Adds the context to headers; gives the headers unchanged when there is none.</summary>
    public static IDictionary<string, Payload>? Add(IDictionary<string, Payload>? headers, ActivityContext context)
    {
        if (context == default)
        {
            return headers;
        }
        var flags = context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00";
        var values = new Dictionary<string, string>
        {
            [TraceParent] = $"00-{context.TraceId}-{context.SpanId}-{flags}",
        };
        if (!string.IsNullOrEmpty(context.TraceState))
        {
            values[TraceState] = context.TraceState;
        }
        return new Dictionary<string, Payload>(headers ?? new Dictionary<string, Payload>())
        {
            [Key] = DataConverter.Default.PayloadConverter.ToPayload(values),
        };
    }

    /// <summary>Reads the context; the default one when there is none or it cannot be read.</summary>
    public static ActivityContext Read(IReadOnlyDictionary<string, Payload>? headers)
    {
        if (headers?.TryGetValue(Key, out var payload) != true)
        {
            return default;
        }
        try
        {
            var values = DataConverter.Default.PayloadConverter.ToValue<Dictionary<string, string>>(payload!);
            return ActivityContext.TryParse(
                values.GetValueOrDefault(TraceParent),
                values.GetValueOrDefault(TraceState),
                isRemote: true,
                out var read)
                    ? read
                    : default;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Written by someone in another way: work goes on without the trace.
            return default;
        }
    }
}
