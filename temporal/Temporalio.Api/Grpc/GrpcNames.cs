namespace Temporalio.Api.Grpc;

/// <summary>Header, trailer and media type names of gRPC over HTTP/2.</summary>
public static class GrpcNames
{
    /// <summary>Media type of requests and answers.</summary>
    public const string ContentType = "application/grpc";

    /// <summary>Trailer with the decimal status code.</summary>
    public const string Status = "grpc-status";

    /// <summary>Trailer with the percent-encoded message.</summary>
    public const string Message = "grpc-message";

    /// <summary>Trailer with the base64 of a <c>google.rpc.Status</c>.</summary>
    public const string StatusDetails = "grpc-status-details-bin";

    /// <summary>Request header with the time allowed for the call.</summary>
    public const string Timeout = "grpc-timeout";

    /// <summary>Header naming the compression of message frames.</summary>
    public const string Encoding = "grpc-encoding";

    /// <summary>Header naming the compressions the sender can read.</summary>
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>No compression.</summary>
    public const string Identity = "identity";

    /// <summary>The one compression both sides read.</summary>
    public const string Gzip = "gzip";

    /// <summary>Ending of metadata keys whose value is base64 of bytes.</summary>
    public const string BinarySuffix = "-bin";
}
