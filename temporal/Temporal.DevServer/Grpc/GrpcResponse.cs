using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Temporalio.Api.Grpc;
using Status = Temporalio.Api.Rpc.Status;

namespace Temporal.DevServer.Grpc;

/// <summary>
/// The answer of one call. Success is a frame and a trailer; an error is "trailers only": the status stands among the
/// response headers and there is no body.
/// </summary>
internal readonly struct GrpcResponse(IFeatureCollection features)
{
    private static readonly StringValues Ok = "0";
    private static readonly StringValues Grpc = "application/grpc";

    private IHttpResponseFeature Response => features.GetRequiredFeature<IHttpResponseFeature>();

    /// <summary>A request that is not gRPC at all: the only answers that are not HTTP 200.</summary>
    public void RefuseHttp(GrpcRequestHead.Refusal refusal)
    {
        Response.StatusCode = refusal.HttpStatus;
        Response.Headers.ContentType = Grpc;
        SetStatus(Response.Headers, RpcCode.InvalidArgument, refusal.Message, null);
    }

    /// <summary>Echoes the content type, as a real server does.</summary>
    public void Begin(StringValues contentType) => Response.Headers.ContentType = contentType;

    /// <summary>Writes the message; Kestrel sends it together with headers and trailers when the call ends.</summary>
    public void Succeed(IMessage message)
    {
        GrpcFrame.Write(features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer, message);
        features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers[GrpcNames.Status] = Ok;
    }

    /// <summary>Ends the call with an error.</summary>
    public void Fail(RpcCode code, string message, IMessage? detail) =>
        SetStatus(Response.Headers, code, message, detail);

    private static void SetStatus(IHeaderDictionary headers, RpcCode code, string message, IMessage? detail)
    {
        headers[GrpcNames.Status] = ((int)code).ToString(CultureInfo.InvariantCulture);
        headers[GrpcNames.Message] = GrpcStatusText.EncodeMessage(message);
        if (detail is not null)
        {
            var status = new Status { Code = (int)code, Message = message, Details = { Any.Pack(detail) } };
            headers[GrpcNames.StatusDetails] = GrpcStatusText.EncodeDetails(status);
        }
    }
}
