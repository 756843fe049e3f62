using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;

namespace Temporal.DevServer.Grpc;

/// <summary>The errors that many handlers give, with the details that clients expect on them.</summary>
public static class RpcErrors
{
    /// <summary>INVALID_ARGUMENT, without a detail.</summary>
    public static RpcException InvalidArgument(string message) => new(RpcCode.InvalidArgument, message);

    /// <summary>NOT_FOUND with the detail that a real server always adds.</summary>
    public static RpcException NotFound(string message) => new(RpcCode.NotFound, message, new NotFoundFailure());

    /// <summary>NOT_FOUND for a namespace.</summary>
    public static RpcException NamespaceNotFound(string name) =>
        new(RpcCode.NotFound, $"Namespace {name} is not found.", new NamespaceNotFoundFailure { Namespace = name });

    /// <summary>FAILED_PRECONDITION, with a detail or without.</summary>
    public static RpcException FailedPrecondition(string message, IMessage? detail = null) =>
        new(RpcCode.FailedPrecondition, message, detail);

    /// <summary>RESOURCE_EXHAUSTED because one workflow has too much in hand.</summary>
    public static RpcException BusyWorkflow(string message) =>
        new(RpcCode.ResourceExhausted, message, new ResourceExhaustedFailure
        {
            Cause = ResourceExhaustedCause.BusyWorkflow,
            Scope = ResourceExhaustedScope.Namespace,
        });

    /// <summary>UNIMPLEMENTED: a known method of a feature that is off.</summary>
    public static RpcException Unimplemented(string message) => new(RpcCode.Unimplemented, message);

    /// <summary>UNAVAILABLE: trying again helps.</summary>
    public static RpcException Unavailable(string message) => new(RpcCode.Unavailable, message);
}
