using System.Text;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Http;

/// <summary>Which keys are taken: secret and restricted test keys, as Bearer or as the user of Basic.</summary>
internal static class Authentication
{
    private const int KeyCharactersMax = 300;

    public static StripeError? Check(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization))
        {
            return StripeError.Unauthorized(
                "You did not provide an API key. Send it in the Authorization header, using Bearer auth "
                + "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        }

        var key = Read(authorization);
        if (key is null || key.Length > KeyCharactersMax)
        {
            return StripeError.Unauthorized("Invalid Authorization header: send 'Bearer YOUR_SECRET_KEY'.");
        }

        if (key.StartsWith("sk_test_", StringComparison.Ordinal) || key.StartsWith("rk_test_", StringComparison.Ordinal))
        {
            return null;
        }

        if (key.StartsWith("pk_", StringComparison.Ordinal))
        {
            return StripeError.Unauthorized(
                "This API call cannot be made with a publishable API key. Please use a secret API key.",
                "secret_key_required");
        }

        return StripeError.Unauthorized(
            key.StartsWith("sk_live_", StringComparison.Ordinal) || key.StartsWith("rk_live_", StringComparison.Ordinal)
                ? "Invalid API Key provided: a live key was sent to the sandbox, which takes only sk_test_ and rk_test_ keys."
                : "Invalid API Key provided.");
    }

    private static string? Read(string authorization)
    {
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return authorization["Bearer ".Length..].Trim();
        }

        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var encoded = authorization["Basic ".Length..].Trim();
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]
            : null;
    }
}
