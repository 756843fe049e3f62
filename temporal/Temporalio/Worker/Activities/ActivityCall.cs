using System.Collections.ObjectModel;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Activities;

/// <summary>
/// Calls the code of an activity: decodes the arguments, goes through the interceptors, encodes the result.
/// </summary>
internal sealed class ActivityCall(ActivityWorkerSettings settings)
{
    /// <summary>Calls it.</summary>
    /// <returns>The result, encoded.</returns>
    public async Task<Payload> InvokeAsync(RunningActivity activity, ActivityDefinition definition)
    {
        var args = await DecodeArgsAsync(activity, definition).ConfigureAwait(false);
        var headers = await DecodeHeadersAsync(activity).ConfigureAwait(false);
        ActivityInboundInterceptor inbound = new InboundEnd();
        foreach (var interceptor in settings.Interceptors.Reverse())
        {
            inbound = interceptor.InterceptActivity(inbound);
        }
        inbound.Init(new OutboundEnd(activity.Heartbeats.Record));
        var result = await inbound.ExecuteActivityAsync(new(definition, args, headers)).ConfigureAwait(false);
        return await activity.DataConverter.ToPayloadAsync(result is ValueTuple ? null : result).ConfigureAwait(false);
    }

    private static async Task<object?[]> DecodeArgsAsync(RunningActivity activity, ActivityDefinition definition)
    {
        try
        {
            IReadOnlyCollection<Payload> payloads = activity.Task.Input?.Payloads_ ?? [];
            if (activity.DataConverter.PayloadCodec is { } codec && payloads.Count > 0)
            {
                payloads = await codec.DecodeAsync(payloads).ConfigureAwait(false);
            }
            return definition.Dynamic
                ? [payloads.Select(p => (IRawValue)new RawValue(p)).ToArray()]
                : Convert(activity, definition, payloads);
        }
        catch (Exception e)
        {
            throw new ApplicationFailureException("Failed decoding parameters", e);
        }
    }

    private static object?[] Convert(
        RunningActivity activity, ActivityDefinition definition, IReadOnlyCollection<Payload> payloads)
    {
        if (payloads.Count < definition.RequiredParameterCount)
        {
            throw new ApplicationFailureException(
                $"Activity {definition.Name} given {payloads.Count} parameter(s), "
                + "but more than that are required by the signature");
        }
        // Arguments beyond the parameters are left out, so that callers may be newer than the activity.
        var args = new object?[Math.Min(payloads.Count, definition.ParameterTypes.Count)];
        using var types = definition.ParameterTypes.GetEnumerator();
        var index = 0;
        foreach (var payload in payloads)
        {
            if (index == args.Length || !types.MoveNext())
            {
                break;
            }
            args[index++] = activity.DataConverter.PayloadConverter.ToValue(payload, types.Current);
        }
        return args;
    }

    private static async Task<IReadOnlyDictionary<string, Payload>> DecodeHeadersAsync(RunningActivity activity)
    {
        if (activity.Task.Header?.Fields is not { Count: > 0 } fields)
        {
            return ReadOnlyDictionary<string, Payload>.Empty;
        }
        if (activity.DataConverter.PayloadCodec is not { } codec)
        {
            return fields;
        }
        var decoded = new Dictionary<string, Payload>(fields.Count);
        foreach (var (key, value) in fields)
        {
            decoded[key] = await codec.DecodeSingleAsync(value).ConfigureAwait(false);
        }
        return decoded;
    }

    /// <summary>The end of the chain inwards: the activity itself.</summary>
    private sealed class InboundEnd : ActivityInboundInterceptor
    {
        public override void Init(ActivityOutboundInterceptor outbound) =>
            ActivityExecutionContext.Current.SetHeartbeat(details => outbound.Heartbeat(new(details)));

        public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input) =>
            input.Activity.InvokeAsync(input.Args);
    }

    /// <summary>The end of the chain outwards: the heartbeats.</summary>
    private sealed class OutboundEnd(Action<object?[]> heartbeat) : ActivityOutboundInterceptor
    {
        public override void Heartbeat(HeartbeatInput input) => heartbeat(input.Details);
    }
}
