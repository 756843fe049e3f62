using Sandbox.Hosting;

namespace Sandbox.Stripe.Webhooks;

/// <summary>Where events are delivered to.</summary>
/// <param name="Secret">What deliveries are signed with, such as <c>whsec_…</c>.</param>
public sealed record WebhookEndpoint(Uri Url, string Secret)
{
    public const string UrlVariable = "STRIPE_WEBHOOK_ENDPOINT";
    public const string SecretVariable = "STRIPE_WEBHOOK_SECRET";

    /// <summary>From the environment, since a secret on the command line is seen by every process; null: none is set.</summary>
    /// <exception cref="SandboxStartException">Only one of the two is set, or the address is none.</exception>
    internal static WebhookEndpoint? From(Func<string, string?> variable)
    {
        var url = variable(UrlVariable);
        if (string.IsNullOrWhiteSpace(url))
        {
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            throw new SandboxStartException($"{UrlVariable} is '{url}'; it must look like http://127.0.0.1:8080/v1/webhooks/stripe.");
        }

        return variable(SecretVariable) is { Length: > 0 } secret
            ? new WebhookEndpoint(parsed, secret)
            : throw new SandboxStartException($"{UrlVariable} needs {SecretVariable}, by which deliveries are signed.");
    }

    /// <summary>Neither is for a log.</summary>
    public override string ToString() => $"WebhookEndpoint {{ {Url} }}";
}
