namespace Temporalio.Client;

/// <summary>Compression of requests. Answers may be compressed in any case.</summary>
public abstract record GrpcCompression
{
    private GrpcCompression()
    {
    }

    /// <summary>No compression.</summary>
    public sealed record None : GrpcCompression;

    /// <summary>Compression by gzip.</summary>
    public sealed record Gzip : GrpcCompression;
}
