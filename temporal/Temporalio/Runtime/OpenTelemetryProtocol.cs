namespace Temporalio.Runtime;

/// <summary>How a collector is called.</summary>
public enum OpenTelemetryProtocol
{
    /// <summary>By gRPC.</summary>
    Grpc = 0,

    /// <summary>By HTTP with protobuf bodies.</summary>
    Http = 1,
}
