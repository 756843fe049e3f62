using System.Security.Cryptography;
using Google.Protobuf;
using Sagas.Encryption.Keys;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Sagas.Encryption;

/// <summary>
/// Encrypts whole payloads with AES-256-GCM, so that Temporal keeps and shows nothing of what is in them. What is not
/// encrypted passes through decoding: histories begun before there was a key go on.
/// </summary>
/// <param name="keys">The keys of the process.</param>
public sealed class EncryptionCodec(KeyRing keys) : IPayloadCodec
{
    /// <inheritdoc/>
    public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) =>
        Task.FromResult(Each(payloads, payload => EncryptedPayload.Encrypt(payload, keys.Current)));

    /// <inheritdoc/>
    /// <exception cref="DecryptionException">A payload cannot be read with the keys of this process.</exception>
    public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) =>
        Task.FromResult(Each(payloads, payload => EncryptedPayload.Is(payload) ? Decrypt(payload) : payload));

    private Payload Decrypt(Payload payload)
    {
        var id = EncryptedPayload.KeyIdOf(payload);
        var key = keys.Find(id) ?? throw DecryptionException.UnknownKey(id.ToStringUtf8(), keys.Ids);
        try
        {
            return EncryptedPayload.Decrypt(payload, key);
        }
        catch (Exception error) when (error is CryptographicException or InvalidProtocolBufferException)
        {
            throw DecryptionException.Damaged(key.Id, error);
        }
    }

    private static IReadOnlyCollection<Payload> Each(IReadOnlyCollection<Payload> payloads, Func<Payload, Payload> change)
    {
        var changed = new Payload[payloads.Count];
        var i = 0;
        foreach (var payload in payloads)
        {
            changed[i++] = change(payload);
        }

        return changed;
    }
}
