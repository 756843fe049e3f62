using Google.Protobuf;

namespace Sagas.Encryption.Keys;

/// <summary>The keys of a process: the first encrypts, all decrypt. That is how a key is replaced while sagas run.</summary>
public sealed class KeyRing
{
    private readonly Dictionary<ByteString, EncryptionKey> _byId = [];

    /// <summary>A ring of these secrets.</summary>
    /// <param name="secrets">At least one; ids are given once.</param>
    internal KeyRing(IReadOnlyList<NamedSecret> secrets)
    {
        Ids = [.. secrets.Select(secret => secret.Id)];
        foreach (var secret in secrets)
        {
            Add(new EncryptionKey(secret.Id, secret.Secret));
            // What was encrypted before the secret was given a name is still its own.
            Add(new EncryptionKey(EncryptionKey.Fingerprint(secret.Secret), secret.Secret));
        }

        Current = _byId[ByteString.CopyFromUtf8(Ids[0])];
    }

    /// <summary>The key that encrypts.</summary>
    public EncryptionKey Current { get; }

    /// <summary>What the keys are called, the one that encrypts first.</summary>
    public IReadOnlyList<string> Ids { get; }

    internal EncryptionKey? Find(ByteString id) => _byId.GetValueOrDefault(id);

    private void Add(EncryptionKey key) => _byId.TryAdd(key.IdBytes, key);
}

/// <summary>A secret and what it is called.</summary>
internal sealed record NamedSecret(string Id, byte[] Secret);
