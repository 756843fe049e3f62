using System.Security.Cryptography;
using System.Text;

namespace Sagas.Api.Tests.Webhooks;

/// <summary>Signs as Stripe does.</summary>
internal static class Signer
{
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public static string Sign(byte[] body, long at, string secret = RunningApi.WebhookSecret) => $"t={at},v1={Hex(body, at, secret)}";

    public static string Hex(byte[] body, long at, string secret)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes($"{at}."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));
    }
}
