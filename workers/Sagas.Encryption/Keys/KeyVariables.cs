using System.Buffers.Text;
using System.Text.RegularExpressions;

namespace Sagas.Encryption.Keys;

/// <summary>
/// Reads the keys from the environment: <c>PAYLOAD_ENCRYPTION_KEY</c> holds one, <c>PAYLOAD_ENCRYPTION_KEYS</c> several,
/// separated by commas. A key is 32 bytes in base64, with an id before it if it is to have one: <c>2027:…</c>. The first
/// encrypts. No message repeats any part of a key.
/// </summary>
public static partial class KeyVariables
{
    /// <summary>The variable of the key that encrypts.</summary>
    public const string One = "PAYLOAD_ENCRYPTION_KEY";

    /// <summary>The variable of several keys; they come after the one key where both are set.</summary>
    public const string Several = "PAYLOAD_ENCRYPTION_KEYS";

    private const int IdLengthMax = 40;

    /// <summary>Reads the process's environment.</summary>
    /// <param name="faults">Gets what is wrong, each as one sentence.</param>
    /// <returns>Null: no key is set, or one is wrong.</returns>
    public static KeyRing? FromEnvironment(ICollection<string> faults) => Read(Environment.GetEnvironmentVariable, faults);

    /// <summary>Reads variables by <paramref name="variable"/>.</summary>
    /// <param name="variable">Gives a variable's value.</param>
    /// <param name="faults">Gets what is wrong, each as one sentence.</param>
    /// <returns>Null: no key is set, or one is wrong.</returns>
    public static KeyRing? Read(Func<string, string?> variable, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(faults);
        var faultsBefore = faults.Count;
        var secrets = new List<NamedSecret>();
        AddKey(One, variable(One), secrets, faults);
        var entries = variable(Several)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < entries?.Length; i++)
        {
            AddKey($"Key {i + 1} of {Several}", entries[i], secrets, faults);
        }

        return secrets.Count > 0 && faults.Count == faultsBefore ? new KeyRing(secrets) : null;
    }

    private static void AddKey(string where, string? text, List<NamedSecret> secrets, ICollection<string> faults)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var cut = text.IndexOf(':', StringComparison.Ordinal);
        var id = cut < 0 ? null : text[..cut];
        var secret = SecretOf(text[(cut + 1)..]);
        if (secret is not { Length: EncryptionKey.SecretSize })
        {
            var found = secret is null ? "what is set is not base64" : $"what is set has {secret.Length} bytes";
            faults.Add($"{where} is no key: it must be {EncryptionKey.SecretSize} bytes in base64, such as "
                + $"`openssl rand -base64 {EncryptionKey.SecretSize}` makes, but {found}.");
            return;
        }

        if (id is not null && !Id().IsMatch(id))
        {
            faults.Add($"{where} has an unusable id before its colon: an id is 1 to {IdLengthMax} letters, digits, dots, "
                + "dashes or underscores.");
            return;
        }

        Add(new NamedSecret(id ?? EncryptionKey.Fingerprint(secret), secret), where, secrets, faults);
    }

    private static void Add(NamedSecret added, string where, List<NamedSecret> secrets, ICollection<string> faults)
    {
        switch (secrets.Find(secret => secret.Id == added.Id))
        {
            case null:
                secrets.Add(added);
                break;
            case { } first when !first.Secret.AsSpan().SequenceEqual(added.Secret):
                faults.Add($"{where} has the id '{added.Id}', which another key has already: give each key an id of its own.");
                break;
        }
    }

    private static byte[]? SecretOf(string base64)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length) + 1];
        return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,40}$")]
    private static partial Regex Id();
}
