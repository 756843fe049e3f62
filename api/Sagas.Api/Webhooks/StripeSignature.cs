using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sagas.Api.Webhooks;

/// <summary>
/// The header <c>Stripe-Signature: t=…,v1=…[,v1=…]</c>: HMAC-SHA256 over time, dot and the body's own bytes, under the whole
/// secret. While a secret is being exchanged there are several; schemes other than v1 are ignored.
/// </summary>
internal static class StripeSignature
{
    /// <summary>Older, or dated further ahead, is refused: whoever has recorded a delivery cannot send it again.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const int HeaderLengthMax = 4096;

    /// <summary>What is wrong with a signature, as one clause that repeats nothing of it; null: it holds.</summary>
    public static string? Fault(string? header, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header) || header.Length > HeaderLengthMax)
        {
            return "the header Stripe-Signature is missing or too long";
        }

        var parts = header.Split(',').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToList();
        var time = parts.Find(part => part[0].Trim() == "t")?[1].Trim();
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return "the header Stripe-Signature names no time";
        }

        if (!IsSigned(parts, time, body, secret))
        {
            return "no signature of the scheme v1 fits the body and our secret";
        }

        return Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Tolerance.TotalSeconds
            ? $"it was signed more than {Tolerance.TotalSeconds} seconds from now"
            : null;
    }

    private static bool IsSigned(List<string[]> parts, string time, ReadOnlySpan<byte> body, string secret)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.UTF8.GetBytes(time + "."));
        mac.AppendData(body);
        var right = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(mac.GetHashAndReset()));
        return parts.Any(part => part[0].Trim() == "v1"
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(part[1].Trim()), right));
    }
}
