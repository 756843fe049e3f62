using Google.Protobuf;
using NexusRpc;
using NexusRpc.Handlers;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Temporalio.Worker.Nexus;

/// <summary>Carries payloads through the Nexus library, which knows bytes only, and converts them at its ends.</summary>
internal sealed class NexusPayloads(DataConverter converter) : ISerializer
{
    /// <summary>A payload as the content of a request.</summary>
    public static HandlerContent ToContent(Payload? payload) => new((payload ?? new Payload()).ToByteArray());

    /// <summary>The payload that is the content of a response.</summary>
    public static Payload ToPayload(HandlerContent content) => Payload.Parser.ParseFrom(content.ConsumeAllBytes());

    /// <inheritdoc />
    public async Task<ISerializer.Content> SerializeAsync(object? value)
    {
        var payload = await converter.ToPayloadAsync(value is NoValue ? null : value).ConfigureAwait(false);
        return new(payload.ToByteArray());
    }

    /// <inheritdoc />
    public async Task<object?> DeserializeAsync(ISerializer.Content content, Type type)
    {
        if (type == typeof(NoValue))
        {
            return default(NoValue);
        }
        try
        {
            return await converter.ToValueAsync(Payload.Parser.ParseFrom(content.Data), type).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new HandlerException(HandlerErrorType.BadRequest, "Failed converting the input of the operation", e);
        }
    }
}
