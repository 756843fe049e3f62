using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sagas.CodecServer;

/// <summary>
/// Who may ask. A page of another origin is refused, not merely left without CORS headers: the answer must not be made for it
/// at all. Where there are tokens, one must be shown, by pages and programs alike.
/// </summary>
internal sealed class Gate(RequestDelegate next, CodecServerOptions options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[][] _tokens = [.. options.Tokens.Select(Hash)];

    public Task InvokeAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !options.Origins.Contains(origin, StringComparer.Ordinal))
        {
            return Refusals.WriteAsync(
                context,
                StatusCodes.Status403Forbidden,
                "This page may not ask for payloads to be decoded: add its origin to SAGAS_CODEC_ORIGINS if it may.");
        }

        // A browser asks without a token whether it may ask with one.
        if (HttpMethods.IsOptions(context.Request.Method) || IsKnown(context.Request.Headers.Authorization.ToString()))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Refusals.WriteAsync(
            context, StatusCodes.Status401Unauthorized, "Show one of SAGAS_CODEC_TOKENS as `Authorization: Bearer TOKEN`.");
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private bool IsKnown(string authorization)
    {
        if (_tokens.Length == 0)
        {
            return true;
        }

        // Hashes have one length, so that the time taken tells nothing of the token.
        var shown = Hash(authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..]
            : "");
        return _tokens.Any(token => CryptographicOperations.FixedTimeEquals(token, shown));
    }
}
