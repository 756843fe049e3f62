using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sandbox.Stripe.Webhooks;

/// <summary>The header <c>Stripe-Signature</c>: the time, and HMAC-SHA256 of time, dot and body under the whole secret.</summary>
internal static class WebhookSignature
{
    public static string Of(ReadOnlySpan<byte> body, string secret, long at)
    {
        var time = at.ToString(CultureInfo.InvariantCulture);
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.UTF8.GetBytes(time + "."));
        mac.AppendData(body);
        return $"t={time},v1={Convert.ToHexStringLower(mac.GetHashAndReset())}";
    }
}
