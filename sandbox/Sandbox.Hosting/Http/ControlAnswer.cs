using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Sandbox.Hosting.Http;

/// <summary>Answers of the switches below <c>/_sandbox/</c>, in one form for all sandboxes.</summary>
public static class ControlAnswer
{
    /// <summary>A refusal with one sentence.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string message) =>
        JsonAnswer.WriteAsync(context, status, message, static (writer, text) =>
        {
            writer.WriteStartObject();
            writer.WriteString("error"u8, text);
            writer.WriteEndObject();
        });

    /// <summary>An empty success.</summary>
    public static Task DoneAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, 200, 0, static (writer, _) =>
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        });

    /// <summary>The request's JSON object, or null after a refusal was sent.</summary>
    public static async Task<JsonDocument?> ReadObjectAsync(HttpContext context)
    {
        try
        {
            var document = JsonDocument.Parse(await BodyReader.ReadAsync(context));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // Falls through to the refusal below: the two faults have the same cure.
        }

        await RefuseAsync(context, 400, "The body must be a JSON object.");
        return null;
    }
}
