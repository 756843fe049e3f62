using System.Security.Cryptography;
using System.Text;
using Sagas.Contracts.Bookings;

namespace Sagas.Activities.Bookings;

/// <summary>
/// Codes that the door checks. They follow from booking and seat, so that issuing twice gives the same tickets; and from a
/// secret, so that nobody who sees a booking id can make them: the first 80 bits of an HMAC, in four groups of four characters
/// without those that look alike.
/// </summary>
public sealed class TicketCodes
{
    /// <summary>Fewest bytes of the secret.</summary>
    public const int SecretBytesMin = 32;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Characters = 16;
    private const int GroupLength = 4;

    private readonly byte[] _secret;

    public TicketCodes(byte[] secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, SecretBytesMin, nameof(secret));
        _secret = secret;
    }

    /// <summary>The fixed id of the ticket.</summary>
    public static string IdOf(string bookingId, string seat) => $"{bookingId}:{seat}";

    /// <summary>The ticket for one seat of a booking.</summary>
    public Ticket Issue(string bookingId, string seat)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(IdOf(bookingId, seat)), hash);
        var code = new StringBuilder(Characters + (Characters / GroupLength) - 1);
        for (var i = 0; i < Characters; i++)
        {
            if (i > 0 && i % GroupLength == 0)
            {
                code.Append('-');
            }

            code.Append(Alphabet[FiveBitsAt(hash, i * 5)]);
        }

        return new Ticket(code.ToString(), seat);
    }

    private static int FiveBitsAt(ReadOnlySpan<byte> bytes, int bit)
    {
        var window = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
        return (window >> (11 - (bit % 8))) & 31;
    }
}
