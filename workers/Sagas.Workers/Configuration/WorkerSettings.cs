using Sagas.Activities.Events;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Payments.Stripe;
using Sagas.Encryption.Keys;

namespace Sagas.Workers.Configuration;

/// <summary>All that a worker process is told from outside; read once, by <see cref="WorkerSettingsReader"/>.</summary>
internal sealed class WorkerSettings
{
    public const int PortDefault = 8090;

    public required string Role { get; init; }

    public required string DatabaseUrl { get; init; }

    public required TemporalSettings Temporal { get; init; }

    public required StripeOptions Stripe { get; init; }

    public required SendGridOptions SendGrid { get; init; }

    public required HoldOptions Hold { get; init; }

    /// <summary>`PAYLOAD_ENCRYPTION_KEY`, `PAYLOAD_ENCRYPTION_KEYS`: with them, Temporal keeps ciphertext only.</summary>
    public KeyRing? EncryptionKeys { get; init; }

    /// <summary>`SAGAS_WORKER_PORT`: health is answered here, on `SAGAS_WORKER_HOST`. 0 takes any free port.</summary>
    public int Port { get; init; } = PortDefault;

    /// <summary>`SAGAS_WORKER_HOST`: loopback unless a container says otherwise.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>`SAGAS_WORKER_DRAIN_SECONDS`: how long activities in hand may take after a stop was asked for.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>`SAGAS_WORKER_MAX_ACTIVITIES`: at once, per task queue.</summary>
    public int MaxActivities { get; init; } = 200;

    /// <summary>`SAGAS_WORKER_MAX_CACHED_WORKFLOWS`.</summary>
    public int MaxCachedWorkflows { get; init; } = 10_000;

    /// <summary>`SAGAS_WORKER_STACK_TRACES`: workflows note where they wait, for the stack trace query. It costs time.</summary>
    public bool StackTraces { get; init; }
}

/// <summary>How Temporal is reached.</summary>
/// <param name="Tls">Null: without TLS.</param>
internal sealed record TemporalSettings(string Address, string Namespace, string? ApiKey, TlsFiles? Tls);

/// <summary>Paths of PEM files; each may be missing.</summary>
internal sealed record TlsFiles(string? ServerRootCa, string? ClientCertificate, string? ClientKey, string? ServerName);
