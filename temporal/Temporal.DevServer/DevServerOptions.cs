using System.Net;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer;

/// <summary>How an embedded server is set up. The defaults give one in memory on a free port of this machine.</summary>
public sealed record DevServerOptions
{
    /// <summary>Name of the namespace that always exists.</summary>
    public const string DefaultNamespace = "default";

    /// <summary>
    /// Address that the gRPC port listens on: only this machine by default. Another one is refused without TLS and a
    /// credential (<see cref="TlsClientCaFile"/> or <see cref="ApiKeys"/>). The HTTP ports stay on this machine.
    /// </summary>
    public IPAddress Ip { get; init; } = IPAddress.Loopback;

    /// <summary>PEM file with the gRPC port's certificate and its chain; null speaks in the clear.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>PEM file with the private key of <see cref="TlsCertificateFile"/>.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>PEM file with the authorities one of which must have issued every caller's certificate; null asks for none.</summary>
    public string? TlsClientCaFile { get; init; }

    /// <summary>
    /// Keys one of which every call must carry as <c>authorization: Bearer …</c>; none by default, then none is asked for.
    /// </summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>gRPC port; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Port of the Temporal UI and its HTTP API, with <c>/health/ready</c>; null for none, 0 picks a free one.
    /// </summary>
    public int? HttpPort { get; init; }

    /// <summary>Port of the frontend's HTTP API (payloads in short form); null for none, 0 picks a free one.</summary>
    public int? FrontendHttpPort { get; init; }

    /// <summary>Folder with the static build of the UI; it may appear while the server runs. Null: no UI.</summary>
    public string? UiFolder { get; init; }

    /// <summary>URL of the codec server that the UI asks to decode payloads; null for none.</summary>
    public string? CodecEndpoint { get; init; }

    /// <summary>
    /// Npgsql connection string of the PostgreSQL database that keeps everything, in its own schema <c>temporal</c>; null
    /// keeps everything in memory.
    /// </summary>
    public string? Database { get; init; }

    /// <summary>Serves the TestService and lets time jump when nothing but timers is pending. In memory only.</summary>
    public bool TimeSkipping { get; init; }

    /// <summary>Namespaces to create if they are missing, besides <see cref="DefaultNamespace"/>.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Custom search attributes to add to <see cref="DefaultNamespace"/> and to <see cref="Namespaces"/>.</summary>
    public IReadOnlyDictionary<string, IndexedValueType> SearchAttributes { get; init; } =
        new Dictionary<string, IndexedValueType>();

    /// <summary>
    /// URLs that completion callbacks may go to begin with one of these; none by default. Callbacks to Nexus operations of
    /// this server need none.
    /// </summary>
    public IReadOnlyList<string> CallbackAddresses { get; init; } = [];

    /// <summary>Where log lines go; null for nowhere.</summary>
    public ILoggerFactory? Logs { get; init; }
}
