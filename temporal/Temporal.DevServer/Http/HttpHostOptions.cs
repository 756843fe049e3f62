using System.Net;

namespace Temporal.DevServer.Http;

/// <summary>One HTTP port.</summary>
internal sealed record HttpHostOptions
{
    /// <summary>Which of the two forms of the API it serves.</summary>
    public required HttpDoor Door { get; init; }

    /// <summary>Where to listen; port 0 picks a free one.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Folder with the static build of the UI; null serves a page that says how to get it.</summary>
    public string? UiFolder { get; init; }

    /// <summary>Codec server that the browser asks to decode payloads; empty for none.</summary>
    public string CodecEndpoint { get; init; } = string.Empty;

    /// <summary>Host names besides this machine's that a browser may use.</summary>
    public IReadOnlyList<string> MoreHosts { get; init; } = [];
}
