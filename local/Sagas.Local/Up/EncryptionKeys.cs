using Sagas.Encryption.Keys;
using Sagas.Local.Cli;

namespace Sagas.Local.Up;

/// <summary>The keys that the parts inherit: a bad one is told here once, not in the log of each part.</summary>
internal static class EncryptionKeys
{
    /// <summary>Null: no key is set.</summary>
    public static KeyRing? FromEnvironment()
    {
        var faults = new List<string>();
        var keys = KeyVariables.FromEnvironment(faults);
        return faults.Count == 0
            ? keys
            : throw new UserError(string.Join(Environment.NewLine, faults), CommandLine.NotUnderstood);
    }
}
