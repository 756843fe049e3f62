using Sagas.Activities.Events;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Payments.Stripe;
using Sagas.Contracts;
using Sagas.Encryption.Keys;
using Sagas.Storage;

namespace Sagas.Workers.Configuration;

/// <summary>Environment and arguments → settings, or all faults at once.</summary>
internal static class WorkerSettingsReader
{
    private const string Usage = "Usage: worker [--role all|bookings|events|payments|notifications]";

    public static WorkerSettings Read(string[] args, IReadOnlyDictionary<string, string?> environment)
    {
        var source = new SettingsSource(environment);
        var role = RoleOf(args, source);
        var queues = WorkerRoles.QueuesOf(role);
        var hold = new HoldOptions();
        hold.Hold = source.Seconds("SAGAS_HOLD_SECONDS", hold.Hold, 24 * 3600);
        hold.Grace = source.Seconds("SAGAS_HOLD_GRACE_SECONDS", hold.Grace, 24 * 3600);
        var defaults = new WorkerSettings
        {
            Role = "", DatabaseUrl = "", Temporal = null!, Stripe = null!, SendGrid = null!, Hold = hold,
        };
        var settings = new WorkerSettings
        {
            Role = role,
            DatabaseUrl = Database(source),
            Temporal = Temporal(source),
            Stripe = Stripe(source, queues.Contains(TaskQueues.Payments)),
            SendGrid = SendGrid(source, queues.Contains(TaskQueues.Notifications)),
            Hold = hold,
            EncryptionKeys = source.EncryptionKeys(),
            Port = source.Number("SAGAS_WORKER_PORT", defaults.Port, 0, 65_535),
            Host = source.Optional("SAGAS_WORKER_HOST") ?? defaults.Host,
            Drain = source.Seconds("SAGAS_WORKER_DRAIN_SECONDS", defaults.Drain, 600),
            MaxActivities = source.Number("SAGAS_WORKER_MAX_ACTIVITIES", defaults.MaxActivities, 1, 10_000),
            MaxCachedWorkflows = source.Number(
                "SAGAS_WORKER_MAX_CACHED_WORKFLOWS", defaults.MaxCachedWorkflows, 0, 1_000_000),
            StackTraces = source.Flag("SAGAS_WORKER_STACK_TRACES"),
        };
        return source.Faults.Count == 0 ? settings : throw new SettingsException(source.Faults);
    }

    private static string RoleOf(string[] args, SettingsSource source)
    {
        var role = args switch
        {
            [] => WorkerRoles.All,
            ["--role", var named] => named,
            [var joined] when joined.StartsWith("--role=", StringComparison.Ordinal) => joined["--role=".Length..],
            _ => null,
        };
        if (role is null)
        {
            source.Fault($"The arguments '{Shorten(string.Join(' ', args))}' are not known. {Usage}");
        }
        else if (!WorkerRoles.Known.Contains(role))
        {
            source.Fault($"The role '{Shorten(role)}' is not known. {Usage}");
        }

        return role ?? WorkerRoles.All;
    }

    private static string Database(SettingsSource source)
    {
        var url = source.Required("DATABASE_URL", "the PostgreSQL of the system, postgres://user:password@host:port/name.");
        if (url.Length == 0)
        {
            return url;
        }

        try
        {
            return ConnectionUrl.ToConnectionString(url);
        }
        catch (FormatException error)
        {
            source.Fault($"DATABASE_URL: {error.Message}");
            return url;
        }
    }

    private static TemporalSettings Temporal(SettingsSource source)
    {
        var tls = new TlsFiles(
            source.File("TEMPORAL_TLS_CA"), source.File("TEMPORAL_TLS_CERT"), source.File("TEMPORAL_TLS_KEY"),
            source.Optional("TEMPORAL_TLS_SERVER_NAME"));
        if (tls.ClientCertificate is null != tls.ClientKey is null)
        {
            source.Fault("TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both or none.");
        }

        // A key must never travel in the clear.
        var apiKey = source.Optional("TEMPORAL_API_KEY");
        var withTls = apiKey is not null || source.Flag("TEMPORAL_TLS") || tls != new TlsFiles(null, null, null, null);
        return new TemporalSettings(
            source.Optional("TEMPORAL_ADDRESS") ?? "127.0.0.1:7233",
            source.Optional("TEMPORAL_NAMESPACE") ?? "default",
            apiKey,
            withTls ? tls : null);
    }

    private static StripeOptions Stripe(SettingsSource source, bool needed)
    {
        var options = new StripeOptions();
        options.BaseAddress = source.Address("STRIPE_API_BASE", options.BaseAddress);
        options.ApiKey = needed
            ? source.Required("STRIPE_API_KEY", "the role payments calls Stripe; a key begins with sk_ or rk_.")
            : "";
        options.ReturnUrl = source.Optional("SAGAS_PAYMENT_RETURN_URL");
        if (options.ReturnUrl is { } page
            && !(Uri.TryCreate(page, UriKind.Absolute, out var parsed) && parsed.Scheme is ("http" or "https")))
        {
            source.Fault(
                "SAGAS_PAYMENT_RETURN_URL must be the http(s) address of a page, such as https://shop.example/bookings/{bookingId}.");
        }

        if (options.ApiKey.StartsWith("pk_", StringComparison.Ordinal))
        {
            source.Fault("STRIPE_API_KEY is a publishable key (pk_): payments need a secret (sk_) or restricted one (rk_).");
        }

        return options;
    }

    private static SendGridOptions SendGrid(SettingsSource source, bool needed)
    {
        var options = new SendGridOptions();
        options.BaseAddress = source.Address("SENDGRID_API_BASE", options.BaseAddress);
        options.ApiKey = needed
            ? source.Required("SENDGRID_API_KEY", "the role notifications calls SendGrid; a key begins with SG.")
            : "";
        options.FromEmail = source.Optional("SAGAS_MAIL_FROM") ?? options.FromEmail;
        options.FromName = source.Optional("SAGAS_MAIL_FROM_NAME") ?? options.FromName;
        if (!options.FromEmail.Contains('@', StringComparison.Ordinal))
        {
            source.Fault("SAGAS_MAIL_FROM is no e-mail address; it must be a sender that SendGrid has verified.");
        }

        return options;
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
