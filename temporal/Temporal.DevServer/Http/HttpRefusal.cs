using Google.Protobuf;
using Temporal.DevServer.Grpc;

namespace Temporal.DevServer.Http;

/// <summary>Ends a request with an HTTP status and the matching <c>google.rpc.Status</c> body.</summary>
internal sealed class HttpRefusal(int status, RpcCode code, string message, IMessage? detail = null)
    : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The gRPC code in the body.</summary>
    public RpcCode Code { get; } = code;

    /// <summary>The detail in the body, or none.</summary>
    public IMessage? Detail { get; } = detail;

    /// <summary>The request cannot be read.</summary>
    public static HttpRefusal BadRequest(string message) => new(400, RpcCode.InvalidArgument, message);

    /// <summary>The UI's port refuses by itself, so without a gRPC code: Ok is left out of the body.</summary>
    public static HttpRefusal WithoutCode(int status, string message) => new(status, RpcCode.Ok, message);

    /// <summary>The HTTP answer to a gRPC status.</summary>
    public static HttpRefusal Of(RpcException error) => new(StatusOf(error.Code), error.Code, error.Message, error.Detail);

    private static int StatusOf(RpcCode code) => code switch
    {
        RpcCode.Ok => 200,
        RpcCode.InvalidArgument or RpcCode.FailedPrecondition or RpcCode.OutOfRange => 400,
        RpcCode.Unauthenticated => 401,
        RpcCode.PermissionDenied => 403,
        RpcCode.NotFound => 404,
        RpcCode.AlreadyExists or RpcCode.Aborted => 409,
        RpcCode.ResourceExhausted => 429,
        RpcCode.Cancelled => 499,
        RpcCode.Unimplemented => 501,
        RpcCode.Unavailable => 503,
        RpcCode.DeadlineExceeded => 504,
        _ => 500,
    };
}
