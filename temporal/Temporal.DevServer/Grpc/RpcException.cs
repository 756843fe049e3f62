using Google.Protobuf;

namespace Temporal.DevServer.Grpc;

/// <summary>
/// Ends a call with a status. Official clients read only the first detail, so there is at most one.
/// </summary>
/// <param name="code">Any code but <see cref="RpcCode.Ok"/>.</param>
/// <param name="message">What the caller reads; clients compare some of these texts.</param>
/// <param name="detail">A message of <c>temporal.api.errordetails.v1</c>, or none.</param>
public class RpcException(RpcCode code, string message, IMessage? detail = null) : Exception(message)
{
    /// <summary>The status code.</summary>
    public RpcCode Code { get; } = code;

    /// <summary>The detail, or none.</summary>
    public IMessage? Detail { get; } = detail;
}
