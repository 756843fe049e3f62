using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Sandbox.SendGrid.Mail;

/// <summary>Content blocks and attachments.</summary>
internal static class ContentCheck
{
    public static void Check(JsonElement json, Faults faults)
    {
        CheckContent(json, faults);
        CheckAttachments(json, faults);
    }

    private static void CheckContent(JsonElement json, Faults faults)
    {
        var list = faults.Member(json, "", "content", JsonValueKind.Array);
        if (list is not { } blocks || blocks.GetArrayLength() == 0)
        {
            if (!json.TryGetProperty("template_id", out _))
            {
                faults.Add(
                    "content",
                    "Unless a valid template_id is provided, the content parameter is required. There must be at least one "
                    + "defined content block. We typically suggest both text/plain and text/html blocks are included, but "
                    + "only one block is required.",
                    "message.content");
            }

            return;
        }

        var index = 0;
        var sawHtml = false;
        foreach (var block in blocks.EnumerateArray())
        {
            var path = $"content.{index++}";
            if (block.ValueKind != JsonValueKind.Object)
            {
                faults.Add(path, "A content block must be an object.");
                continue;
            }

            faults.RefuseOthers(block, path, "type", "value");
            var type = Required(block, path, "type", "message.content.type", faults);
            Required(block, path, "value", "message.content.value", faults);
            if (type == "text/plain" && sawHtml)
            {
                faults.Add(
                    "content",
                    "If present, text/plain and text/html may only be provided once, text/plain first and text/html second.",
                    "message.content");
            }

            sawHtml |= type == "text/html";
        }
    }

    private static void CheckAttachments(JsonElement json, Faults faults)
    {
        if (faults.Member(json, "", "attachments", JsonValueKind.Array) is not { } list)
        {
            return;
        }

        var index = 0;
        foreach (var file in list.EnumerateArray())
        {
            var path = $"attachments.{index++}";
            if (file.ValueKind != JsonValueKind.Object)
            {
                faults.Add(path, "An attachment must be an object.");
                continue;
            }

            faults.RefuseOthers(file, path, "content", "type", "filename", "disposition", "content_id", "name");
            Required(file, path, "filename", "message.attachments.filename", faults);
            faults.Text(file, path, "type");
            faults.Text(file, path, "content_id");
            if (faults.Text(file, path, "disposition") is { } disposition && disposition is not ("inline" or "attachment"))
            {
                faults.Add(path + ".disposition", "The disposition of an attachment must be inline or attachment.");
            }

            var content = Required(file, path, "content", "message.attachments.content", faults);
            if (content is not null && !IsBase64(content))
            {
                faults.Add(
                    path + ".content",
                    "The attachment content must be base64 encoded.",
                    "message.attachments.content");
            }
        }
    }

    private static string? Required(JsonElement parent, string path, string name, string anchor, Faults faults)
    {
        var text = faults.Text(parent, path, name);
        if (text is { Length: > 0 })
        {
            return text;
        }

        faults.Add($"{path}.{name}", $"The {name} parameter is required and must be at least one character.", anchor);
        return null;
    }

    private static bool IsBase64(string text) =>
        !text.AsSpan().ContainsAny('\r', '\n') && Base64.IsValid(Encoding.UTF8.GetBytes(text));
}
