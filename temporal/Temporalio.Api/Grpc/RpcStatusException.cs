using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Status = Temporalio.Api.Rpc.Status;

namespace Temporalio.Api.Grpc;

/// <summary>A gRPC call that ended, or is to end, with a status other than OK.</summary>
public sealed class RpcStatusException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Status code; must not be <see cref="StatusCode.OK"/>.</param>
    /// <param name="message">Message that the other side sees.</param>
    /// <param name="details">Detail messages, packed.</param>
    /// <param name="inner">Cause, if any; it does not go over the wire.</param>
    public RpcStatusException(
        StatusCode code, string message, IReadOnlyList<Any>? details = null, Exception? inner = null)
        : base(message, inner)
    {
        if (code == StatusCode.OK)
        {
            throw new ArgumentOutOfRangeException(nameof(code), code, "A failed call cannot have status OK.");
        }
        Code = code;
        Details = details ?? [];
    }

    /// <summary>Creates the exception with one detail message.</summary>
    /// <param name="code">Status code; must not be <see cref="StatusCode.OK"/>.</param>
    /// <param name="message">Message that the other side sees.</param>
    /// <param name="detail">Detail message, still unpacked.</param>
    public RpcStatusException(StatusCode code, string message, IMessage detail)
        : this(code, message, [Any.Pack(detail)])
    {
    }

    /// <summary>Status code of the call.</summary>
    public StatusCode Code { get; }

    /// <summary>Detail messages; empty when there are none.</summary>
    public IReadOnlyList<Any> Details { get; }

    /// <summary>Builds the exception from the wire form of a status.</summary>
    /// <param name="status">The status; its code must not be OK.</param>
    /// <returns>The exception.</returns>
    public static RpcStatusException FromStatus(Status status) =>
        new((StatusCode)status.Code, status.Message, [.. status.Details]);

    /// <summary>The status as it goes into the <c>grpc-status-details-bin</c> trailer.</summary>
    /// <returns>Code, message and details.</returns>
    public Status ToStatus()
    {
        var status = new Status { Code = (int)Code, Message = Message };
        status.Details.AddRange(Details);
        return status;
    }
}
