using System.Text.Json.Serialization;

namespace Sagas.Activities.Notifications.SendGrid;

/// <summary>Body of `POST /v3/mail/send`, as far as we use it.</summary>
internal sealed record MailRequest
{
    public required IReadOnlyList<Personalization> Personalizations { get; init; }

    public required MailAddress From { get; init; }

    public required string Subject { get; init; }

    /// <summary>Plain text before HTML.</summary>
    public required IReadOnlyList<MailContent> Content { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MailAttachment>? Attachments { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Off: click tracking rewrites links, and nobody needs to know who opens a ticket.</summary>
    public TrackingSettings TrackingSettings { get; init; } = new();
}

internal sealed record Personalization
{
    public required IReadOnlyList<MailAddress> To { get; init; }

    /// <summary>Opaque ids only: SendGrid keeps these for long and cannot erase them.</summary>
    public required IReadOnlyDictionary<string, string> CustomArgs { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}

internal sealed record MailAddress(string Email, string Name);

internal sealed record MailContent(string Type, string Value);

/// <param name="Content">Base64 without line breaks.</param>
internal sealed record MailAttachment(string Content, string Type, string Filename, string Disposition, string ContentId);

internal sealed record TrackingSettings
{
    public ClickTracking ClickTracking { get; init; } = new();

    public OpenTracking OpenTracking { get; init; } = new();
}

internal sealed record ClickTracking
{
    public bool Enable { get; init; }

    public bool EnableText { get; init; }
}

internal sealed record OpenTracking
{
    public bool Enable { get; init; }
}

internal sealed record SendGridErrors
{
    public List<SendGridError>? Errors { get; init; }
}

internal sealed record SendGridError
{
    public string? Message { get; init; }

    public string? Field { get; init; }
}

/// <summary>Answer of `GET /v3/messages`.</summary>
internal sealed record MessageList
{
    public List<MessageFound>? Messages { get; init; }
}

internal sealed record MessageFound
{
    public string? MsgId { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MailRequest))]
[JsonSerializable(typeof(SendGridErrors))]
[JsonSerializable(typeof(MessageList))]
internal sealed partial class SendGridJson : JsonSerializerContext;
