using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Sandbox.Hosting.Http;

/// <summary>Reads a whole request body.</summary>
public static class BodyReader
{
    /// <summary>The body's bytes. The host's size limit holds: a larger body raises <see cref="BadHttpRequestException"/>.</summary>
    public static async ValueTask<byte[]> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var body = result.Buffer.ToArray();
            reader.AdvanceTo(result.Buffer.End);
            return body;
        }
    }
}
