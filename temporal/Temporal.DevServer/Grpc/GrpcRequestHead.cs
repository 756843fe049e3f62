using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Temporalio.Api.Grpc;

namespace Temporal.DevServer.Grpc;

/// <summary>What the headers of a request must be before its body is looked at.</summary>
internal static class GrpcRequestHead
{
    private const string GrpcType = "application/grpc";

    /// <summary>An HTTP-level refusal.</summary>
    internal sealed record Refusal(int HttpStatus, string Message);

    /// <summary>True for a POST with a gRPC content type.</summary>
    public static bool IsGrpc(IHttpRequestFeature request, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = null;
        if (!HttpMethods.IsPost(request.Method))
        {
            refusal = new Refusal(
                StatusCodes.Status405MethodNotAllowed,
                $"received a HEADERS frame with :method \"{request.Method}\" which should be POST");
            return false;
        }

        var type = request.Headers.ContentType.ToString();
        if (!IsGrpcType(type))
        {
            refusal = new Refusal(
                StatusCodes.Status415UnsupportedMediaType, $"invalid gRPC request content-type \"{type}\"");
            return false;
        }

        return true;
    }

    /// <summary>Refuses an encoding that this server cannot read, with the words by which clients notice it.</summary>
    public static void RequireDecoder(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(GrpcNames.Encoding, out var value)
            && value.ToString() is var encoding and not (GrpcNames.Gzip or GrpcNames.Identity or ""))
        {
            throw RpcErrors.Unimplemented($"grpc: Decompressor is not installed for grpc-encoding \"{encoding}\"");
        }
    }

    /// <summary>The caller's deadline as a time span; null without one.</summary>
    public static TimeSpan? TimeoutOf(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(GrpcNames.Timeout, out var value))
        {
            return null;
        }

        return GrpcTimeout.TryParse(value.ToString(), out var timeout)
            ? timeout
            : throw new RpcException(RpcCode.Internal, $"malformed grpc-timeout: \"{value}\"");
    }

    private static bool IsGrpcType(string type) =>
        type.StartsWith(GrpcType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == GrpcType.Length || type[GrpcType.Length] is '+' or ';');
}
