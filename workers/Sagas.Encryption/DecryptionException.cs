using Sagas.Encryption.Keys;
using Temporalio.Exceptions;

namespace Sagas.Encryption;

/// <summary>
/// A payload that this process cannot read. The message says which key is wanted and what to do; never what is in it. To the
/// API it is as if Temporal could not tell: what there is to see, the database shows.
/// </summary>
public sealed class DecryptionException : TemporalException
{
    private const int IdShownMax = 60;

    private DecryptionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    internal static DecryptionException NoKey(string keyId) => new(
        $"This payload is encrypted with key '{Shorten(keyId)}', and this process has no key: set {KeyVariables.One} to that key, "
        + "as the processes that encrypted it have it.");

    internal static DecryptionException UnknownKey(string keyId, IEnumerable<string> known) => new(
        $"This payload is encrypted with key '{Shorten(keyId)}', and this process has only '{string.Join("', '", known)}': add that "
        + $"key to the end of {KeyVariables.Several}.");

    internal static DecryptionException Damaged(string keyId, Exception inner) => new(
        $"This payload does not decrypt with key '{Shorten(keyId)}': it was changed on its way, or another key is set under that "
        + "id here than where it was encrypted.",
        inner);

    /// <summary>The id comes with the payload, so it may be anything.</summary>
    private static string Shorten(string id) => id.Length <= IdShownMax ? id : id[..IdShownMax] + "…";
}
