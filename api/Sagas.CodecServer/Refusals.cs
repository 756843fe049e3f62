using Microsoft.AspNetCore.Http;

namespace Sagas.CodecServer;

/// <summary>RFC 9457 problems. The CLI prints the body of a refusal; the UI shows payloads undecoded.</summary>
internal static class Refusals
{
    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
