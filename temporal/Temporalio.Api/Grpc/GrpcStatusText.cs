using System.Buffers;
using System.Text;
using Google.Protobuf;
using Status = Temporalio.Api.Rpc.Status;

namespace Temporalio.Api.Grpc;

/// <summary>The text forms of a status in trailers: percent-encoded message, base64 details, decimal code.</summary>
public static class GrpcStatusText
{
    private const string HexDigits = "0123456789ABCDEF";

    // Everything printable in ASCII goes over as it is, but for the escape character itself.
    private static readonly SearchValues<char> Unescaped =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(c => (char)c).Where(c => c != '%')]);

    /// <summary>Percent-encodes the UTF-8 of a message for <c>grpc-message</c>.</summary>
    /// <param name="message">Any text.</param>
    /// <returns>Printable ASCII.</returns>
    public static string EncodeMessage(string message)
    {
        if (!message.AsSpan().ContainsAnyExcept(Unescaped))
        {
            return message;
        }
        var text = new StringBuilder(message.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(message))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('%').Append(HexDigits[b >> 4]).Append(HexDigits[b & 0xF]);
            }
        }
        return text.ToString();
    }

    /// <summary>Reads a <c>grpc-message</c>; a broken escape stays as it stands.</summary>
    /// <param name="encoded">Value of the trailer.</param>
    /// <returns>The message.</returns>
    public static string DecodeMessage(string encoded)
    {
        if (!encoded.Contains('%'))
        {
            return encoded;
        }
        var source = Encoding.UTF8.GetBytes(encoded);
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length
                && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                source[length++] = (byte)((HexValue(source[i + 1]) << 4) | HexValue(source[i + 2]));
                i += 2;
            }
            else
            {
                source[length++] = source[i];
            }
        }
        return Encoding.UTF8.GetString(source, 0, length);
    }

    /// <summary>Encodes a status for <c>grpc-status-details-bin</c>, without padding.</summary>
    /// <param name="status">Code, message and details.</param>
    /// <returns>Base64.</returns>
    public static string EncodeDetails(Status status) => EncodeBinary(status.ToByteArray());

    /// <summary>Reads a <c>grpc-status-details-bin</c>, padded or not.</summary>
    /// <param name="encoded">Value of the trailer.</param>
    /// <returns>The status, or null when the value is not one.</returns>
    public static Status? DecodeDetails(string encoded)
    {
        try
        {
            return DecodeBinary(encoded) is { } bytes ? Status.Parser.ParseFrom(bytes) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Encodes the value of a <c>-bin</c> metadata key, without padding.</summary>
    /// <param name="value">Bytes.</param>
    /// <returns>Base64.</returns>
    public static string EncodeBinary(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    /// <summary>Reads the value of a <c>-bin</c> metadata key, padded or not.</summary>
    /// <param name="encoded">Base64.</param>
    /// <returns>The bytes, or null when the value is not base64.</returns>
    public static byte[]? DecodeBinary(string encoded)
    {
        var bare = encoded.AsSpan().TrimEnd('=');
        var padded = string.Concat(bare, "===".AsSpan(0, (4 - (bare.Length & 3)) & 3));
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var written) ? bytes[..written] : null;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
