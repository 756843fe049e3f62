using System.Collections;
using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Update.V1;
using Temporalio.Converters;
using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.Codecs;

/// <summary>
/// Encodes or decodes all payloads inside a message, in place. Which fields can hold payloads is read from the
/// descriptors once per message type, so that no new field is forgotten. Search attributes and the worker's own marker
/// data stay as they are: the server must read the former, the replay the latter.
/// </summary>
internal sealed class PayloadVisitor
{
    private static readonly ConcurrentDictionary<MessageDescriptor, FieldDescriptor[]> Plans = new();

    private readonly Func<IReadOnlyCollection<Payload>, Task<IReadOnlyCollection<Payload>>> _apply;

    private PayloadVisitor(Func<IReadOnlyCollection<Payload>, Task<IReadOnlyCollection<Payload>>> apply) =>
        _apply = apply;

    public static PayloadVisitor Encoder(IPayloadCodec codec) => new(codec.EncodeAsync);

    public static PayloadVisitor Decoder(IPayloadCodec codec) => new(codec.DecodeAsync);

    /// <summary>Applies the codec to a message.</summary>
    public async Task VisitAsync(IMessage message)
    {
        switch (message)
        {
            case Api.Common.V1.Payloads payloads:
                await VisitListAsync(payloads.Payloads_).ConfigureAwait(false);
                return;
            case MarkerRecordedEventAttributes marker:
                await VisitMarkerAsync(marker.MarkerName, marker.Details).ConfigureAwait(false);
                break;
            case RecordMarkerCommandAttributes marker:
                await VisitMarkerAsync(marker.MarkerName, marker.Details).ConfigureAwait(false);
                break;
            default:
                break;
        }
        foreach (var field in PlanOf(message.Descriptor))
        {
            await VisitFieldAsync(message, field).ConfigureAwait(false);
        }
    }

    private static FieldDescriptor[] PlanOf(MessageDescriptor type) =>
        Plans.GetOrAdd(type, static t => [.. t.Fields.InDeclarationOrder().Where(f => MayHold(f, []))]);

    private static bool MayHold(FieldDescriptor field, HashSet<MessageDescriptor> visiting)
    {
        if (field.ContainingType == MarkerRecordedEventAttributes.Descriptor ||
            field.ContainingType == RecordMarkerCommandAttributes.Descriptor)
        {
            // Details are visited by key.
            return !field.IsMap && field.FieldType == FieldType.Message;
        }
        if (field.IsMap)
        {
            return MayHold(field.MessageType.FindFieldByNumber(2), visiting);
        }
        return field.FieldType == FieldType.Message && MayHold(field.MessageType, visiting);
    }

    private static bool MayHold(MessageDescriptor type, HashSet<MessageDescriptor> visiting)
    {
        if (type == Payload.Descriptor || type == Any.Descriptor)
        {
            return true;
        }
        return type != SearchAttributes.Descriptor && visiting.Add(type) &&
            type.Fields.InDeclarationOrder().Any(f => MayHold(f, visiting));
    }

    private async Task VisitFieldAsync(IMessage owner, FieldDescriptor field)
    {
        var value = field.Accessor.GetValue(owner);
        switch (value)
        {
            case null:
                break;
            case Payload payload:
                field.Accessor.SetValue(owner, await OneAsync(payload).ConfigureAwait(false));
                break;
            case Any any:
                field.Accessor.SetValue(owner, await VisitAnyAsync(any).ConfigureAwait(false));
                break;
            case RepeatedField<Payload> list:
                await VisitListAsync(list).ConfigureAwait(false);
                break;
            case MapField<string, Payload> map:
                await VisitMapAsync(map).ConfigureAwait(false);
                break;
            case IDictionary map:
                await VisitAllAsync(map.Values).ConfigureAwait(false);
                break;
            case IEnumerable list:
                await VisitAllAsync(list).ConfigureAwait(false);
                break;
            case IMessage message:
                await VisitAsync(message).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"Unexpected value of {field.FullName}");
        }
    }

    private async Task VisitAllAsync(IEnumerable messages)
    {
        foreach (var message in messages)
        {
            await VisitAsync((IMessage)message).ConfigureAwait(false);
        }
    }

    private async Task VisitMarkerAsync(string name, MapField<string, Api.Common.V1.Payloads> details)
    {
        foreach (var (key, payloads) in details)
        {
            var isOwnData = name == PatchMarker.Name ||
                (name == LocalActivityMarker.Name && key != LocalActivityMarker.ResultKey);
            if (!isOwnData)
            {
                await VisitListAsync(payloads.Payloads_).ConfigureAwait(false);
            }
        }
    }

    private async Task<Any> VisitAnyAsync(Any any)
    {
        IMessage? body =
            any.TryUnpack<Request>(out var request) ? request :
            any.TryUnpack<Acceptance>(out var acceptance) ? acceptance :
            any.TryUnpack<Rejection>(out var rejection) ? rejection :
            any.TryUnpack<Response>(out var response) ? response : null;
        if (body == null)
        {
            return any;
        }
        await VisitAsync(body).ConfigureAwait(false);
        return Any.Pack(body);
    }

    private async Task VisitMapAsync(MapField<string, Payload> map)
    {
        foreach (var key in map.Keys.ToList())
        {
            map[key] = await OneAsync(map[key]).ConfigureAwait(false);
        }
    }

    private async Task VisitListAsync(RepeatedField<Payload> list)
    {
        if (list.Count == 0)
        {
            return;
        }
        var changed = await _apply([.. list]).ConfigureAwait(false);
        list.Clear();
        list.AddRange(changed);
    }

    private async Task<Payload> OneAsync(Payload payload)
    {
        var changed = await _apply([payload]).ConfigureAwait(false);
        return changed.Count == 1
            ? changed.First()
            : throw new InvalidOperationException($"Codec made {changed.Count} payloads of one");
    }
}
