using System.Security.Cryptography;
using Sagas.Api;
using Sagas.Contracts.Sagas;
using Sagas.Local.Postgres;
using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.Up;

/// <summary>The parts of the whole system: each one is this same executable with another verb, except PostgreSQL.</summary>
internal sealed class SystemParts(StateDirectory state, Ports ports, Engines engines, string databaseUrl)
{
    private const string SandboxStripeKey = "sk_test_sandbox";
    private const string LocalSteps = "SAGAS_LOCAL_STEPS";
    private const string SandboxSendGridKey = "SG.sandbox";

    /// <summary>Known to sandbox and API only, and new with every start: deliveries are signed when they are made.</summary>
    private readonly string _webhookSecret = "whsec_" + RandomNumberGenerator.GetHexString(48, lowercase: true);

    public string ApiUrl => $"http://127.0.0.1:{ports.Api}";

    public string TemporalAddress => engines.TemporalAddress ?? $"127.0.0.1:{ports.Temporal}";

    public string StripeUrl => $"http://127.0.0.1:{ports.Stripe}";

    /// <summary>Null: payloads are not encrypted, so there is nothing to decode.</summary>
    public string? CodecUrl => ports.Codec is { } port ? $"http://127.0.0.1:{port}" : null;

    public string SendGridUrl => $"http://127.0.0.1:{ports.SendGrid}";

    public static Part Postgres(StateDirectory state, PostgresCluster cluster) => new()
    {
        Role = Roles.Postgres,
        Command = cluster.Command(),
        IsReadyAsync = cluster.IsReadyAsync,
        LogFile = state.LogOf(Roles.Postgres),
        StopSignal = Native.SignalInterrupt,
        StopWithin = TimeSpan.FromSeconds(3),
    };

    public IEnumerable<Part> Sandboxes()
    {
        if (!engines.RealStripe)
        {
            yield return Sandbox(Roles.Stripe, ports.Stripe);
        }

        if (!engines.RealSendGrid)
        {
            yield return Sandbox(Roles.SendGrid, ports.SendGrid);
        }
    }

    public IEnumerable<Part> Temporal()
    {
        if (engines.TemporalAddress is null)
        {
            yield return Own(Roles.Temporal, Readiness.GrpcHealth(TemporalAddress), TimeSpan.FromSeconds(2),
                [
                    "temporal", "--port", $"{ports.Temporal}", "--http-port", $"{ports.TemporalUi}",
                    "--frontend-http-port", $"{ports.TemporalHttp}",
                    "--database", databaseUrl, "--ui-dir", new TemporalUi().Folder, .. CodecEndpoint(), .. SearchAttributes(),
                ]);
        }
    }

    public IEnumerable<Part> Codec()
    {
        if (CodecUrl is not null)
        {
            yield return Own(Roles.Codec, Readiness.Get(CodecUrl + "/health/ready"), TimeSpan.FromSeconds(1), "codec");
        }
    }

    public IEnumerable<Part> Application() =>
    [
        Own(Roles.Worker, Readiness.Get($"http://127.0.0.1:{ports.Worker}/health/ready"), TimeSpan.FromSeconds(3),
            "worker", "--role", "all"),
        Own(Roles.Api, Readiness.Get(ApiUrl + "/health/ready"), TimeSpan.FromSeconds(3), "api"),
    ];

    private string[] CodecEndpoint() => CodecUrl is null ? [] : ["--codec-endpoint", CodecUrl];

    /// <summary>As <c>temporal-config/</c> registers them at a cluster.</summary>
    private static IEnumerable<string> SearchAttributes() =>
        new[]
        {
            $"{SearchAttributeNames.SagaState}=Keyword",
            $"{SearchAttributeNames.SagaStep}=Keyword",
            $"{SearchAttributeNames.EventId}=Keyword",
            $"{SearchAttributeNames.MoneyAtRisk}=Int",
        }.SelectMany(attribute => new[] { "--search-attribute", attribute });

    private Part Sandbox(string role, int port) =>
        Own(role, Readiness.Get($"http://127.0.0.1:{port}/health/ready"), TimeSpan.FromSeconds(1.5),
            "sandbox", role, "--port", $"{port}", "--data", Path.Combine(state.Sandbox, role));

    private Part Own(
        string role, Func<CancellationToken, Task<bool>> isReady, TimeSpan stopWithin, params string[] arguments) => new()
    {
        Role = role,
        Command = [Environment.ProcessPath!, .. arguments],
        Environment = Variables(role),
        IsReadyAsync = isReady,
        LogFile = state.LogOf(role),
        StopWithin = stopWithin,
    };

    private Dictionary<string, string> Variables(string role)
    {
        var variables = new Dictionary<string, string>
        {
            // Without the leading NUL of an abstract socket, which no environment variable can hold.
            [DiagnosticsSocket.Variable] = DiagnosticsSocket.NameOf(state.ShortName, role)[1..],
            ["DATABASE_URL"] = databaseUrl,
            ["TEMPORAL_ADDRESS"] = TemporalAddress,
            ["SAGAS_API_URL"] = ApiUrl,
            ["SAGAS_WORKER_PORT"] = $"{ports.Worker}",
            // The one worker has every role, so it can call the providers too.
            [LocalSteps] = Environment.GetEnvironmentVariable(LocalSteps) ?? ApiOptions.AllSteps,
        };
        foreach (var (name, value) in RuntimeSettings.For(role, Environment.ProcessorCount))
        {
            variables[name] = Environment.GetEnvironmentVariable(name) ?? value;
        }

        if (CodecUrl is not null)
        {
            variables["SAGAS_CODEC_URL"] = CodecUrl;
        }

        if (engines.TemporalAddress is null)
        {
            variables["SAGAS_CODEC_ORIGINS"] = $"http://localhost:{ports.TemporalUi},http://127.0.0.1:{ports.TemporalUi}";
        }

        if (!engines.RealStripe)
        {
            variables["STRIPE_API_KEY"] = SandboxStripeKey;
            variables["STRIPE_API_BASE"] = StripeUrl;
            variables["STRIPE_WEBHOOK_ENDPOINT"] = ApiUrl + "/v1/webhooks/stripe";
            variables["STRIPE_WEBHOOK_SECRET"] = _webhookSecret;
            variables["SAGAS_PAYMENT_RETURN_URL"] = StripeUrl + "/3d_secure/returned?booking={bookingId}";
        }

        if (!engines.RealSendGrid)
        {
            variables["SENDGRID_API_KEY"] = SandboxSendGridKey;
            variables["SENDGRID_API_BASE"] = SendGridUrl;
        }

        return variables;
    }
}
