using Microsoft.AspNetCore.Http;

namespace Sandbox.Hosting.Http;

internal static class HealthAnswer
{
    public static Task WriteAsync(HttpContext context, string path, string name)
    {
        if (path is not ("/health/ready" or "/health/live" or "/health/startup"))
        {
            return ControlAnswer.RefuseAsync(context, 404, $"No such check '{path}'. Ask /health/ready or /health/live.");
        }

        return JsonAnswer.WriteAsync(context, 200, name, static (writer, sandbox) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, "ready"u8);
            writer.WriteString("sandbox"u8, sandbox);
            writer.WriteEndObject();
        });
    }
}
