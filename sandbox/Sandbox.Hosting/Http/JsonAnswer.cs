using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Sandbox.Hosting.Http;

/// <summary>Writes a JSON answer with its length, from a buffer that each thread keeps.</summary>
public static class JsonAnswer
{
    private const int KeptBytesMax = 256 * 1024;

    // Both providers leave characters such as ' and é as they are; the default encoder would escape them.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Renders and sends; <paramref name="write"/> runs to its end before this returns.</summary>
    public static Task WriteAsync<TState>(
        HttpContext context, int status, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer, _options))
        {
            write(writer, state);
        }

        var sent = SendAsync(context, status, "application/json", buffer.WrittenSpan);
        if (buffer.Capacity > KeptBytesMax)
        {
            _buffer = null;
        }

        return sent;
    }

    /// <summary>Sends bytes with their length.</summary>
    public static Task SendAsync(HttpContext context, int status, string contentType, ReadOnlySpan<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            response.BodyWriter.Write(body);
        }

        return response.BodyWriter.FlushAsync().AsTask();
    }
}
