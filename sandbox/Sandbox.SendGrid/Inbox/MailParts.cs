using System.Text.Json;

namespace Sandbox.SendGrid.Inbox;

/// <summary>Reads contents and attachments out of a stored request.</summary>
internal static class MailParts
{
    public static string? Content(JsonElement request, string type)
    {
        if (!request.TryGetProperty("content", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var block in list.EnumerateArray())
        {
            if (block.GetProperty("type").GetString() == type)
            {
                return block.GetProperty("value").GetString();
            }
        }

        return null;
    }

    public static IReadOnlyList<(string Name, string Type, int Bytes)> Attachments(JsonElement request) =>
    [
        .. Files(request).Select(file => (
            file.GetProperty("filename").GetString()!,
            Text(file, "type") ?? "application/octet-stream",
            file.GetProperty("content").GetString()!.Length * 3 / 4)),
    ];

    public static (string Name, byte[] Content)? Attachment(JsonElement request, int index)
    {
        var file = Files(request).Skip(index).FirstOrDefault();
        return index < 0 || file.ValueKind != JsonValueKind.Object
            ? null
            : (file.GetProperty("filename").GetString()!, file.GetProperty("content").GetBytesFromBase64());
    }

    /// <summary>Replaces <c>cid:</c> links by the inline images they name.</summary>
    public static string WithInlineImages(string html, JsonElement request)
    {
        foreach (var file in Files(request))
        {
            if (Text(file, "content_id") is { Length: > 0 } id
                && Text(file, "type") is "image/png" or "image/jpeg" or "image/gif")
            {
                html = html.Replace(
                    "cid:" + id,
                    $"data:{Text(file, "type")};base64,{file.GetProperty("content").GetString()}",
                    StringComparison.Ordinal);
            }
        }

        return html;
    }

    private static IEnumerable<JsonElement> Files(JsonElement request) =>
        request.TryGetProperty("attachments", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
