using System.Text;
using Stripe;

namespace Sagas.Api.Webhooks;

/// <summary>
/// The header <c>Stripe-Signature: t=…,v1=…[,v1=…]</c> over the body's own bytes, checked by Stripe's package. The event itself is
/// not read by that package: an endpoint may be registered with an older version of Stripe's API, whose objects look otherwise.
/// </summary>
internal static class StripeSignature
{
    /// <summary>Older, or dated further ahead, is refused: whoever has recorded a delivery cannot send it again.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const int HeaderLengthMax = 4096;

    /// <summary>Bytes that are no text are refused: they would be signed as other bytes.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What can be seen to be wrong with a header without the body, which then need not be read; null: nothing.</summary>
    public static string? FormFault(string? header) => header switch
    {
        null or "" or { Length: > HeaderLengthMax } => "the header Stripe-Signature is missing or too long",
        _ when !header.Contains("t=", StringComparison.Ordinal) || !header.Contains("v1=", StringComparison.Ordinal) =>
            "the header Stripe-Signature names no time, or no signature of the scheme v1",
        _ => null,
    };

    /// <summary>What is wrong with a signature, as one clause that repeats nothing of it; null: it holds.</summary>
    public static string? Fault(string? header, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        if (FormFault(header) is { } fault)
        {
            return fault;
        }

        try
        {
            EventUtility.ValidateSignature(
                Strict.GetString(body), header, secret, (long)Tolerance.TotalSeconds, now.ToUnixTimeSeconds());
            return null;
        }
        catch (Exception error) when (error is StripeException or DecoderFallbackException or FormatException or OverflowException)
        {
            return $"no signature of the scheme v1 fits the body, our secret and a time within {Tolerance.TotalSeconds} seconds of ours";
        }
    }
}
