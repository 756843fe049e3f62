using System.Buffers;
using System.Security.Cryptography;
using Google.Protobuf;
using Sagas.Encryption.Keys;
using Temporalio.Api.Common.V1;

namespace Sagas.Encryption;

/// <summary>
/// The form of an encrypted payload: its metadata say how and with which key; its data are a random nonce, the whole original
/// payload (metadata included) as ciphertext, and the tag. Encryption samples of Temporal's SDKs use the same layout and names.
/// </summary>
internal static class EncryptedPayload
{
    public const string Encoding = "binary/encrypted";
    public const string KeyIdName = "encryption-key-id";

    private const string EncodingName = "encoding";
    private const int Overhead = EncryptionKey.NonceSize + EncryptionKey.TagSize;

    private static readonly ByteString EncodingBytes = ByteString.CopyFromUtf8(Encoding);

    public static bool Is(Payload payload) =>
        payload.Metadata.TryGetValue(EncodingName, out var encoding) && encoding == EncodingBytes;

    public static ByteString KeyIdOf(Payload payload) => payload.Metadata.GetValueOrDefault(KeyIdName, ByteString.Empty);

    public static Payload Encrypt(Payload payload, EncryptionKey key)
    {
        var size = payload.CalculateSize();
        var data = new byte[size + Overhead];
        var nonce = data.AsSpan(0, EncryptionKey.NonceSize);
        var text = data.AsSpan(EncryptionKey.NonceSize, size);
        RandomNumberGenerator.Fill(nonce);
        payload.WriteTo(text);
        // In place: the plain text is overwritten by the ciphertext.
        key.Cipher.Encrypt(nonce, text, text, data.AsSpan(^EncryptionKey.TagSize..), key.AssociatedData);
        return new Payload
        {
            Metadata = { [EncodingName] = EncodingBytes, [KeyIdName] = key.IdBytes },
            Data = UnsafeByteOperations.UnsafeWrap(data),
        };
    }

    /// <summary>The payload as it was.</summary>
    /// <exception cref="CryptographicException">It was changed, or is not this key's.</exception>
    public static Payload Decrypt(Payload payload, EncryptionKey key)
    {
        var data = payload.Data.Span;
        if (data.Length < Overhead)
        {
            throw new CryptographicException($"{data.Length} bytes are less than nonce and tag alone");
        }

        var size = data.Length - Overhead;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var text = buffer.AsSpan(0, size);
        try
        {
            key.Cipher.Decrypt(
                data[..EncryptionKey.NonceSize],
                data.Slice(EncryptionKey.NonceSize, size),
                data[^EncryptionKey.TagSize..],
                text,
                key.AssociatedData);
            return Payload.Parser.ParseFrom(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
