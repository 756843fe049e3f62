using Sagas.Encryption.Keys;
using Temporalio.Converters;

namespace Sagas.Encryption;

/// <summary>What every Temporal client of the booking system converts with: JSON, encrypted where there is a key.</summary>
public static class PayloadEncryption
{
    /// <summary>
    /// The converter. Messages and stack traces of failures stay readable, as operators need them while an activity is being
    /// retried; they hold no personal data. What failures carry as details is encrypted.
    /// </summary>
    /// <param name="keys">The keys of the process; null: payloads are not encrypted.</param>
    public static DataConverter Converter(KeyRing? keys) => keys is null
        ? new DataConverter(
            new DefaultPayloadConverter([.. new DefaultPayloadConverter().EncodingConverters, new EncryptedWithoutKey()]),
            new DefaultFailureConverter())
        : new DataConverter(new DefaultPayloadConverter(), new DefaultFailureConverter(), new EncryptionCodec(keys));
}
