namespace Temporal.DevServer.Grpc;

/// <summary>The gRPC status codes, with their numbers on the wire.</summary>
public enum RpcCode
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The caller went away.</summary>
    Cancelled = 1,

    /// <summary>A fault that fits no other code.</summary>
    Unknown = 2,

    /// <summary>The request is wrong, whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The caller's deadline passed before there was an answer.</summary>
    DeadlineExceeded = 4,

    /// <summary>What the request names does not exist.</summary>
    NotFound = 5,

    /// <summary>What the request would create exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the server does not allow it now.</summary>
    FailedPrecondition = 9,

    /// <summary>Another operation got in the way.</summary>
    Aborted = 10,

    /// <summary>A position outside the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The method is not known or not switched on.</summary>
    Unimplemented = 12,

    /// <summary>A broken invariant, or a message that cannot be read.</summary>
    Internal = 13,

    /// <summary>Not reachable now; trying again helps.</summary>
    Unavailable = 14,

    /// <summary>Data is lost.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
