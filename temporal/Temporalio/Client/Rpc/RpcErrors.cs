using System.Net;
using System.Security.Authentication;
using Google.Protobuf;
using Temporalio.Api.Grpc;
using Temporalio.Exceptions;

namespace Temporalio.Client.Rpc;

/// <summary>Turns everything that can go wrong in a call into one exception with a gRPC code.</summary>
internal static class RpcErrors
{
    // HTTP/2 error codes of a reset stream.
    private const long RefusedStream = 7;
    private const long Cancel = 8;
    private const long EnhanceYourCalm = 11;
    private const long InadequateSecurity = 12;

    /// <summary>Reads the status of an answer; null when it is OK.</summary>
    public static RpcException? FromAnswer(HttpResponseMessage response)
    {
        if (Find(response, GrpcNames.Status) is not { } text)
        {
            return response.StatusCode == HttpStatusCode.OK
                ? New(StatusCode.Unknown, "Server sent no grpc-status")
                : New(FromHttp(response.StatusCode), $"Server answered HTTP status {(int)response.StatusCode}");
        }
        if (!int.TryParse(text, out var code))
        {
            return New(StatusCode.Unknown, $"Server sent an unreadable grpc-status: {text}");
        }
        if (code == 0)
        {
            return null;
        }
        var message = GrpcStatusText.DecodeMessage(Find(response, GrpcNames.Message) ?? string.Empty);
        var details = Find(response, GrpcNames.StatusDetails) is { } encoded
            ? GrpcStatusText.DecodeBinary(encoded)
            : [];
        return new((RpcException.StatusCode)code, message, details);
    }

    public static RpcException FromCodec(RpcStatusException e) =>
        new((RpcException.StatusCode)e.Code, e.Message, e.ToStatus().ToByteArray());

    /// <summary>Classifies a failure of the transport.</summary>
    public static RpcException FromTransport(Exception e)
    {
        for (var inner = e; inner != null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case HttpProtocolException { ErrorCode: RefusedStream }:
                    return New(StatusCode.Unavailable, $"Stream refused by the server: {inner.Message}");
                case HttpProtocolException { ErrorCode: Cancel }:
                    return New(StatusCode.Cancelled, $"Stream cancelled by the server: {inner.Message}");
                case HttpProtocolException { ErrorCode: EnhanceYourCalm }:
                    return New(StatusCode.ResourceExhausted, $"Server asks to calm down: {inner.Message}");
                case HttpProtocolException { ErrorCode: InadequateSecurity }:
                    return New(StatusCode.PermissionDenied, $"Connection not secure enough: {inner.Message}");
                case AuthenticationException:
                    return New(StatusCode.Unavailable, $"TLS failed: {inner.Message}");
                default:
                    break;
            }
        }
        return New(StatusCode.Unavailable, $"Connection failed: {Innermost(e).Message}");
    }

    public static RpcException Timeout(TimeSpan timeout) =>
        New(StatusCode.DeadlineExceeded, $"Timeout expired after {timeout.TotalSeconds:0.###} s");

    private static RpcException New(StatusCode code, string message) =>
        new((RpcException.StatusCode)code, message, []);

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }
        return e;
    }

    // A status without a message comes in the headers, otherwise it is in the trailers.
    private static string? Find(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.NonValidated.TryGetValues(name, out var trailer) && trailer.Count > 0
            ? trailer.ToString()
            : response.Headers.NonValidated.TryGetValues(name, out var header) && header.Count > 0
                ? header.ToString()
                : null;

    private static StatusCode FromHttp(HttpStatusCode status) => (int)status switch
    {
        400 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
