using System.Diagnostics.CodeAnalysis;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Sagas.Encryption;

/// <summary>
/// Stands for the codec where no key is set: it costs nothing there, and an encrypted payload that comes nevertheless is
/// refused with what to do about it.
/// </summary>
internal sealed class EncryptedWithoutKey : IEncodingConverter
{
    public string Encoding => EncryptedPayload.Encoding;

    public bool TryToPayload(object? value, [NotNullWhen(true)] out Payload? payload)
    {
        payload = null;
        return false;
    }

    public object? ToValue(Payload payload, Type type) =>
        throw DecryptionException.NoKey(EncryptedPayload.KeyIdOf(payload).ToStringUtf8());
}
