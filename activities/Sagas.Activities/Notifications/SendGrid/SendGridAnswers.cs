using System.Text.Json.Serialization;

namespace Sagas.Activities.Notifications.SendGrid;

/// <summary>What SendGrid says beside a status; the package reads it only into exceptions, which lose the headers.</summary>
internal sealed record SendGridErrors
{
    public List<SendGridError>? Errors { get; init; }
}

internal sealed record SendGridError
{
    public string? Message { get; init; }

    public string? Field { get; init; }
}

/// <summary>Answer of `GET /v3/messages`, for which the package has no type.</summary>
internal sealed record MessageList
{
    public List<MessageFound>? Messages { get; init; }
}

internal sealed record MessageFound
{
    public string? MsgId { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SendGridErrors))]
[JsonSerializable(typeof(MessageList))]
internal sealed partial class SendGridJson : JsonSerializerContext;
