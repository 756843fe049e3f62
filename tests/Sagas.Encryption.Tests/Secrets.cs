using System.Text;
using Google.Protobuf;
using Sagas.Encryption.Keys;
using Temporalio.Api.Common.V1;

namespace Sagas.Encryption.Tests;

/// <summary>Secrets for tests, each told by one letter.</summary>
internal static class Secrets
{
    public static byte[] Of(char letter) => Encoding.ASCII.GetBytes(new string(letter, EncryptionKey.SecretSize));

    public static string Base64(char letter) => Convert.ToBase64String(Of(letter));

    /// <summary>A ring as the two variables make it.</summary>
    public static KeyRing Ring(string? one = null, string? several = null)
    {
        var faults = new List<string>();
        var ring = Read(one, several, faults);
        faults.ShouldBeEmpty();
        return ring.ShouldNotBeNull();
    }

    public static KeyRing? Read(string? one, string? several, List<string> faults) => KeyVariables.Read(
        name => name switch
        {
            KeyVariables.One => one,
            KeyVariables.Several => several,
            _ => throw new ArgumentException($"{name} is no variable of keys"),
        },
        faults);

    public static Payload Payload(string text) => new()
    {
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") },
        Data = ByteString.CopyFromUtf8(text),
    };
}
