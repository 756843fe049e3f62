using System.Globalization;
using Sagas.Api.Bookings;
using Sagas.Contracts.Bookings;
using Sagas.Encryption.Keys;

namespace Sagas.Api;

/// <summary>What the API is told by its environment. All faults are reported at once.</summary>
public sealed record ApiOptions
{
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Value of `SAGAS_LOCAL_STEPS`.</summary>
    public const string AllSteps = "all";

    /// <inheritdoc cref="AllSteps"/>
    public const string DatabaseSteps = "database";

    /// <inheritdoc cref="AllSteps"/>
    public const string NoSteps = "off";

    /// <summary>Few, so that each stays warm: 32 cost PostgreSQL a seventh more at low load.</summary>
    public const int DefaultPoolMax = 8;

    /// <summary>`DATABASE_URL`: an Npgsql connection string.</summary>
    public required string DatabaseUrl { get; init; }

    /// <summary>`SAGAS_API_URL`: where to listen; port 0 takes a free one.</summary>
    public string Url { get; init; } = DefaultUrl;

    /// <summary>`SAGAS_ON_DELIVERY_FAILURE`: `park` or `compensate`, for bookings that do not say.</summary>
    public DeliveryFailurePolicy OnDeliveryFailure { get; init; } = DeliveryFailurePolicy.Park;

    /// <summary>
    /// `SAGAS_LOCAL_STEPS`: which steps the workflow's worker tries itself first, in bookings that begin from now on: `database`,
    /// those that call no provider; `all`, where workers have the role all, so that they can call providers; `off`, none.
    /// </summary>
    public string LocalSteps { get; init; } = DatabaseSteps;

    /// <summary>Whether steps of the database are tried locally first.</summary>
    public bool TriesDatabaseLocally => LocalSteps != NoSteps;

    /// <summary>Whether steps that call a provider are, too.</summary>
    public bool TriesCallsLocally => LocalSteps == AllSteps;

    /// <summary>`SAGAS_DATABASE_POOL_MAX`: connections to PostgreSQL at most.</summary>
    public int DatabasePoolMax { get; init; } = DefaultPoolMax;

    /// <summary>`STRIPE_WEBHOOK_SECRET`: what Stripe signs its events with; null: none are taken.</summary>
    public string? StripeWebhookSecret { get; init; }

    /// <summary>`PAYLOAD_ENCRYPTION_KEY`, `PAYLOAD_ENCRYPTION_KEYS`: with them, Temporal keeps ciphertext only.</summary>
    public KeyRing? EncryptionKeys { get; init; }

    public static ApiOptions FromEnvironment() => From(Environment.GetEnvironmentVariable);

    public static ApiOptions From(Func<string, string?> variable)
    {
        var faults = new List<string>();
        var database = variable("DATABASE_URL");
        if (string.IsNullOrWhiteSpace(database))
        {
            faults.Add("DATABASE_URL is not set; give the connection string of a migrated database.");
        }

        var url = Given(variable("SAGAS_API_URL")) ?? DefaultUrl;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            faults.Add($"SAGAS_API_URL is '{url}'; it must look like {DefaultUrl}.");
        }

        var policy = Given(variable("SAGAS_ON_DELIVERY_FAILURE")) ?? DeliveryPolicies.Park;
        if (!DeliveryPolicies.IsKnown(policy))
        {
            faults.Add($"SAGAS_ON_DELIVERY_FAILURE is '{policy}'; it must be 'park' or 'compensate'.");
        }

        var localSteps = Given(variable("SAGAS_LOCAL_STEPS")) ?? DatabaseSteps;
        if (localSteps is not (AllSteps or DatabaseSteps or NoSteps))
        {
            faults.Add($"SAGAS_LOCAL_STEPS is '{localSteps}'; it must be '{AllSteps}', '{DatabaseSteps}' or '{NoSteps}'.");
        }

        var poolText = Given(variable("SAGAS_DATABASE_POOL_MAX")) ?? DefaultPoolMax.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(poolText, out var pool) || pool is < 1 or > 1000)
        {
            faults.Add($"SAGAS_DATABASE_POOL_MAX is '{poolText}'; it must be a number from 1 to 1000.");
        }

        var webhookSecret = Given(variable("STRIPE_WEBHOOK_SECRET"));
        if (webhookSecret?.StartsWith("whsec_", StringComparison.Ordinal) == false)
        {
            faults.Add("STRIPE_WEBHOOK_SECRET is no signing secret; copy the one that begins with whsec_ from the webhook's page.");
        }

        var keys = KeyVariables.Read(variable, faults);
        return faults.Count > 0
            ? throw new InvalidOperationException(string.Join(Environment.NewLine, faults))
            : new ApiOptions
            {
                DatabaseUrl = database!,
                Url = url,
                OnDeliveryFailure = DeliveryPolicies.Read(policy, DeliveryFailurePolicy.Park),
                LocalSteps = localSteps,
                DatabasePoolMax = pool,
                StripeWebhookSecret = webhookSecret,
                EncryptionKeys = keys,
            };
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
