using Temporalio.Api.Common.V1;

namespace Temporalio.Exceptions;

/// <summary>A gRPC call ended with a status other than OK.</summary>
public class RpcException : TemporalException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Status code.</param>
    /// <param name="message">Message of the status.</param>
    /// <param name="rawStatus">The status with its details as bytes; empty when the server sent no details.</param>
    public RpcException(StatusCode code, string message, byte[]? rawStatus)
        : base(message)
    {
        Code = code;
        RawStatus = rawStatus;
        GrpcStatus = new(() => rawStatus == null ? null : Api.Common.V1.GrpcStatus.Parser.ParseFrom(rawStatus));
    }

    /// <summary>The gRPC status codes.</summary>
    public enum StatusCode
    {
        /// <summary>Success.</summary>
        OK = 0,

        /// <summary>The caller cancelled the call.</summary>
        Cancelled = 1,

        /// <summary>No better code is known.</summary>
        Unknown = 2,

        /// <summary>An argument is wrong whatever the state of the system.</summary>
        InvalidArgument = 3,

        /// <summary>The deadline passed before an answer.</summary>
        DeadlineExceeded = 4,

        /// <summary>Something named by the request does not exist.</summary>
        NotFound = 5,

        /// <summary>Something to be created exists already.</summary>
        AlreadyExists = 6,

        /// <summary>The caller may not do this.</summary>
        PermissionDenied = 7,

        /// <summary>A limit, quota or size is exceeded.</summary>
        ResourceExhausted = 8,

        /// <summary>The state of the system does not allow the call.</summary>
        FailedPrecondition = 9,

        /// <summary>The call lost against a concurrent one.</summary>
        Aborted = 10,

        /// <summary>Beyond the valid range.</summary>
        OutOfRange = 11,

        /// <summary>The method is not known or not offered.</summary>
        Unimplemented = 12,

        /// <summary>A broken invariant or an unreadable message.</summary>
        Internal = 13,

        /// <summary>The service cannot be reached for now.</summary>
        Unavailable = 14,

        /// <summary>Data are lost or corrupt for good.</summary>
        DataLoss = 15,

        /// <summary>The caller is not known.</summary>
        Unauthenticated = 16,
    }

    /// <summary>Status code.</summary>
    public StatusCode Code { get; private init; }

    /// <summary>The status with its details; an empty one when the server sent no details.</summary>
    public Lazy<GrpcStatus?> GrpcStatus { get; private init; }

    /// <summary>The status with its details as bytes; none when the server sent no details.</summary>
    public byte[]? RawStatus { get; private init; }
}
