using Sagas.Local.Cli;

namespace Sagas.Local.Up;

/// <summary>
/// What the user already has. A part whose address or key is in the environment is used as it is and not started here:
/// a real Temporal cluster, a database server, real Stripe and SendGrid accounts.
/// </summary>
internal sealed record Engines(string? DatabaseUrl, string? TemporalAddress, bool RealStripe, bool RealSendGrid)
{
    public static Engines FromEnvironment() => new(
        DatabaseVariable.Read(),
        Value("TEMPORAL_ADDRESS"),
        Value("STRIPE_API_KEY") is not null,
        Value("SENDGRID_API_KEY") is not null);

    private static string? Value(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
