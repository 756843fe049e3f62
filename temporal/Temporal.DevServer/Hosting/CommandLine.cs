using System.Globalization;
using System.Net;
using Npgsql;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Hosting;

/// <summary>A command line that cannot be followed; the message is one sentence for the person who typed it.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>Reads the arguments of <c>./sagas temporal</c>.</summary>
internal static class CommandLine
{
    private const int PortDefault = 7233;

    // Where the official development server and its UI have them, counted from the gRPC port.
    private const int UiOffset = 1000;
    private const int FrontendOffset = 10;

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        Usage: sagas temporal [options]
          --port N              gRPC port (7233; 0 picks a free one)
          --http-port N         port of the Temporal UI and its HTTP API, with /health/ready (gRPC port + 1000)
          --frontend-http-port N   port of the frontend's HTTP API, payloads in short form (gRPC port + 10)
          --headless            neither of the two
          --ui-dir DIR          folder with the static build of the Temporal UI (none)
          --codec-endpoint URL  codec server that the Temporal UI asks to decode payloads (none)
          --ip ADDRESS          address to listen on (127.0.0.1); another one needs TLS and a credential
          --tls-cert FILE       the server's certificate with its chain, PEM (TEMPORAL_SERVER_TLS_CERT)
          --tls-key FILE        its private key, PEM (TEMPORAL_SERVER_TLS_KEY)
          --tls-client-ca FILE  ask callers for a certificate of one of these authorities (TEMPORAL_SERVER_TLS_CLIENT_CA)
          --in-memory           keep everything in memory
          --database URL        keep everything in this PostgreSQL (default: DATABASE_URL, else in memory)
          --time-skipping       serve the TestService and skip time while only timers are pending (in memory only)
          --namespace NAME      create this namespace too (may be repeated; "default" always exists)
          --search-attribute NAME=TYPE   add a custom search attribute (may be repeated)
          --callback-address URL   completion callbacks may go to URLs that begin so (may be repeated; none)
        TEMPORAL_SERVER_API_KEY holds the keys, separated by commas, one of which callers of the gRPC port must show.
        """;

    /// <summary>The options of an argument list; what it does not say is read from the environment.</summary>
    /// <exception cref="UsageException">Unknown, incomplete or contradicting arguments.</exception>
    public static DevServerOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var options = FromEnvironment(environment);
        var inMemory = false;
        var headless = false;
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            switch (name)
            {
                case "--in-memory":
                    inMemory = true;
                    break;
                case "--headless":
                    headless = true;
                    break;
                case "--time-skipping":
                    options = options with { TimeSkipping = true };
                    break;
                default:
                    options = WithValue(options, name, i + 1 < args.Count ? args[i + 1] : null);
                    i++;
                    break;
            }
        }

        return WithStore(headless ? WithoutHttp(options) : WithHttp(options), inMemory, environment("DATABASE_URL"));
    }

    private static DevServerOptions FromEnvironment(Func<string, string?> environment)
    {
        var keys = environment("TEMPORAL_SERVER_API_KEY") ?? "";
        return new DevServerOptions
        {
            Port = PortDefault,
            TlsCertificateFile = Setting("TEMPORAL_SERVER_TLS_CERT"),
            TlsKeyFile = Setting("TEMPORAL_SERVER_TLS_KEY"),
            TlsClientCaFile = Setting("TEMPORAL_SERVER_TLS_CLIENT_CA"),
            ApiKeys = keys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };

        string? Setting(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }

    private static DevServerOptions WithValue(DevServerOptions options, string name, string? value) => name switch
    {
        "--port" => options with { Port = Port(name, value) },
        "--http-port" => options with { HttpPort = Port(name, value) },
        "--frontend-http-port" => options with { FrontendHttpPort = Port(name, value) },
        "--ui-dir" => options with { UiFolder = Required(name, value) },
        "--codec-endpoint" => options with { CodecEndpoint = Required(name, value) },
        "--ip" => options with
        {
            Ip = IPAddress.TryParse(Required(name, value), out var ip)
                ? ip
                : throw new UsageException($"--ip needs an IP address, not '{value}'."),
        },
        "--tls-cert" => options with { TlsCertificateFile = Required(name, value) },
        "--tls-key" => options with { TlsKeyFile = Required(name, value) },
        "--tls-client-ca" => options with { TlsClientCaFile = Required(name, value) },
        "--database" => options with { Database = ConnectionString(Required(name, value)) },
        "--namespace" => options with { Namespaces = [.. options.Namespaces, Required(name, value)] },
        "--search-attribute" => options with
        {
            SearchAttributes = new Dictionary<string, IndexedValueType>(options.SearchAttributes.Append(
                Attribute(Required(name, value)))),
        },
        "--callback-address" => options with
        {
            CallbackAddresses = [.. options.CallbackAddresses, HttpUrl(name, Required(name, value))],
        },
        _ => throw new UsageException($"Unknown option '{(name.Length <= 60 ? name : name[..60] + "…")}'. 'sagas temporal --help' lists the options."),
    };

    private static string HttpUrl(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https")
            ? value
            : throw new UsageException($"{name} needs a URL that begins with http:// or https://, not '{value}'.");

    private static DevServerOptions WithoutHttp(DevServerOptions options) =>
        options is { HttpPort: null, FrontendHttpPort: null }
            ? options
            : throw new UsageException("--headless and a port for HTTP contradict each other; leave one of them out.");

    private static DevServerOptions WithHttp(DevServerOptions options) => options with
    {
        HttpPort = options.HttpPort ?? Beside(options.Port, UiOffset, "--http-port"),
        FrontendHttpPort = options.FrontendHttpPort ?? Beside(options.Port, FrontendOffset, "--frontend-http-port"),
    };

    /// <summary>A port at a fixed distance; any free one beside any free one.</summary>
    private static int Beside(int port, int offset, string option) => port == 0 ? 0
        : port + offset <= IPEndPoint.MaxPort ? port + offset
        : throw new UsageException($"There is no port {port + offset}; choose another one with {option}, or --headless.");

    private static DevServerOptions WithStore(DevServerOptions options, bool inMemory, string? databaseUrl)
    {
        if (inMemory && options.Database is not null)
        {
            throw new UsageException("--in-memory and --database contradict each other; give one of them.");
        }

        if (options.TimeSkipping && options.Database is not null)
        {
            throw new UsageException(
                "--time-skipping works in memory only: a database would keep times that never came. Leave one out.");
        }

        var store = inMemory || options.TimeSkipping || string.IsNullOrEmpty(databaseUrl)
            ? options.Database
            : options.Database ?? ConnectionString(databaseUrl);
        return options with { Database = store };
    }

    private static KeyValuePair<string, IndexedValueType> Attribute(string text)
    {
        var cut = text.LastIndexOf('=');
        return cut > 0 && Enum.TryParse<IndexedValueType>(text[(cut + 1)..], ignoreCase: true, out var type)
            && type != IndexedValueType.Unspecified
            ? KeyValuePair.Create(text[..cut], type)
            : throw new UsageException(
                $"--search-attribute needs NAME=TYPE with a type of Text, Keyword, Int, Double, Bool, Datetime, " +
                $"KeywordList, not '{text}'.");
    }

    private static string Required(string name, string? value) =>
        !string.IsNullOrEmpty(value) ? value : throw new UsageException($"{name} needs a value.");

    private static int Port(string name, string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new UsageException($"{name} needs a port number from 0 to {IPEndPoint.MaxPort}, not '{value}'.");

    /// <summary>Both forms in use: a <c>postgres://</c> URL, and Npgsql's own <c>Host=…;Database=…</c>.</summary>
    private static string ConnectionString(string text)
    {
        try
        {
            if (!text.StartsWith("postgres://", StringComparison.Ordinal)
                && !text.StartsWith("postgresql://", StringComparison.Ordinal))
            {
                return new NpgsqlConnectionStringBuilder(text).ConnectionString;
            }

            var url = new Uri(text);
            var user = url.UserInfo.Split(':', 2);
            var builder = new NpgsqlConnectionStringBuilder
            {
                Host = url.Host,
                Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
                Username = Uri.UnescapeDataString(user[0]),
                Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            };
            if (!url.IsDefaultPort && url.Port > 0)
            {
                builder.Port = url.Port;
            }

            return AddParameters(builder, url.Query).ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException or FormatException)
        {
            // The text may hold a password, so it is not shown.
            throw new UsageException(
                "The database address cannot be read; it must look like postgres://user:password@host:5432/name.");
        }
    }

    private static NpgsqlConnectionStringBuilder AddParameters(NpgsqlConnectionStringBuilder builder, string query)
    {
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            var key = pair[0] == "sslmode" ? "SSL Mode" : Uri.UnescapeDataString(pair[0]);
            builder[key] = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";
        }

        return builder;
    }
}
