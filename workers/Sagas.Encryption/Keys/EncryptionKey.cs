using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace Sagas.Encryption.Keys;

/// <summary>One secret under one id. The id travels with every payload; the secret never leaves the process.</summary>
public sealed class EncryptionKey
{
    /// <summary>AES-256.</summary>
    public const int SecretSize = 32;

    internal const int NonceSize = 12;
    internal const int TagSize = 16;

    private const int FingerprintBytes = 4;

    private readonly ThreadLocal<AesGcm> _ciphers;

    /// <summary>A key for use.</summary>
    /// <param name="id">What payloads call it.</param>
    /// <param name="secret">32 bytes.</param>
    public EncryptionKey(string id, ReadOnlySpan<byte> secret)
    {
        if (secret.Length != SecretSize)
        {
            throw new ArgumentException($"A secret has {SecretSize} bytes, not {secret.Length}.", nameof(secret));
        }

        Id = id;
        IdBytes = ByteString.CopyFromUtf8(id);
        AssociatedData = Encoding.UTF8.GetBytes($"{EncryptedPayload.Encoding}\n{id}");
        var own = secret.ToArray();
        // Not one for all: its calls share a native context, which two threads must not use at once.
        _ciphers = new ThreadLocal<AesGcm>(() => new AesGcm(own, TagSize));
    }

    /// <summary>What payloads call it.</summary>
    public string Id { get; }

    internal ByteString IdBytes { get; }

    /// <summary>Bound to every payload: one whose encoding or key id was changed does not decrypt.</summary>
    internal byte[] AssociatedData { get; }

    internal AesGcm Cipher => _ciphers.Value!;

    /// <summary>The id of a secret that was given none: it follows from the secret, and does not give it away.</summary>
    /// <param name="secret">32 bytes.</param>
    public static string Fingerprint(ReadOnlySpan<byte> secret) =>
        Convert.ToHexStringLower(SHA256.HashData(secret).AsSpan(0, FingerprintBytes));
}
