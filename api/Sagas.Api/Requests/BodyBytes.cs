using Sagas.Api.Problems;

namespace Sagas.Api.Requests;

/// <summary>A request body as it came, up to a limit.</summary>
internal static class BodyBytes
{
    /// <summary>
    /// How much of an oversize body is read and thrown away, so that the client gets to read its refusal; beyond that the
    /// connection is closed on it.
    /// </summary>
    public const int DrainedMax = 16 * 1024 * 1024;

    public static Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int bytesMax) =>
        ReadAsync(context, bytesMax, context.RequestAborted);

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int bytesMax, CancellationToken stop)
    {
        var buffer = new byte[(int)Math.Min(context.Request.ContentLength ?? bytesMax, bytesMax) + 1];
        var count = await context.Request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, stop);
        if (count < buffer.Length)
        {
            return buffer.AsMemory(0, count);
        }

        await context.Request.Body.CopyToAsync(Stream.Null, stop);
        throw ProblemException.Of(ProblemTypes.BodyTooLarge, $"At most {bytesMax} bytes are read.");
    }
}
