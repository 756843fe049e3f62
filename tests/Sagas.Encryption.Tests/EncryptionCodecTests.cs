using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Sagas.Encryption.Tests;

public sealed class EncryptionCodecTests
{
    private const string Text = """{"name":"Ada Lovelace","email":"ada@example.com"}""";

    private static readonly EncryptionCodec Codec = new(Secrets.Ring($"k1:{Secrets.Base64('a')}"));

    [Fact]
    public async Task Encode_Payload_TellsOnlyHowAndWithWhichKey()
    {
        var encrypted = await Codec.EncodeSingleAsync(Secrets.Payload(Text));
        encrypted.Metadata.ToDictionary(entry => entry.Key, entry => entry.Value.ToStringUtf8()).ShouldBe(
            new Dictionary<string, string> { ["encoding"] = "binary/encrypted", ["encryption-key-id"] = "k1" },
            ignoreOrder: true);
        var bytes = Encoding.Latin1.GetString(encrypted.ToByteArray());
        bytes.ShouldNotContain("Lovelace");
        bytes.ShouldNotContain("json/plain");
    }

    /// <summary>As docs/production.md says, for whoever writes a codec in another language.</summary>
    [Fact]
    public async Task Encode_Payload_HasTheDocumentedForm()
    {
        var encrypted = await Codec.EncodeSingleAsync(Secrets.Payload(Text));
        var data = encrypted.Data.ToByteArray();
        var plain = new byte[data.Length - 12 - 16];
        using var aes = new AesGcm(Secrets.Of('a'), tagSizeInBytes: 16);
        aes.Decrypt(data.AsSpan(0, 12), data.AsSpan(12, plain.Length), data.AsSpan(12 + plain.Length), plain, "binary/encrypted\nk1"u8);
        Payload.Parser.ParseFrom(plain).ShouldBe(Secrets.Payload(Text));
    }

    [Fact]
    public async Task Decode_OwnPayload_IsTheOriginalWithItsMetadata()
    {
        var original = Secrets.Payload(Text);
        original.Metadata["more"] = ByteString.CopyFrom(0, 255);
        (await Codec.DecodeSingleAsync(await Codec.EncodeSingleAsync(original))).ShouldBe(original);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_000_000)]
    public async Task Decode_AnySize_IsTheOriginal(int size)
    {
        var original = new Payload { Data = ByteString.CopyFrom(new byte[size]) };
        (await Codec.DecodeSingleAsync(await Codec.EncodeSingleAsync(original))).ShouldBe(original);
    }

    [Fact]
    public async Task Encode_SamePayloadTwice_DiffersEachTime()
    {
        var twice = await Codec.EncodeAsync([Secrets.Payload(Text), Secrets.Payload(Text)]);
        twice.First().Data.ShouldNotBe(twice.Last().Data);
    }

    [Fact]
    public async Task Decode_PayloadThatWasNeverEncrypted_PassesThrough()
    {
        var plain = Secrets.Payload(Text);
        (await Codec.DecodeAsync([plain, await Codec.EncodeSingleAsync(plain), new Payload()]))
            .ShouldBe([plain, plain, new Payload()]);
    }

    [Fact]
    public async Task Decode_EncryptedTwice_NeedsToBeDecodedTwice()
    {
        var once = await Codec.EncodeSingleAsync(Secrets.Payload(Text));
        var twice = await Codec.EncodeSingleAsync(once);
        (await Codec.DecodeSingleAsync(twice)).ShouldBe(once);
    }

    [Fact]
    public async Task Decode_AfterRotation_OldKeyStillReadsAndNewOneWrites()
    {
        var before = await Codec.EncodeSingleAsync(Secrets.Payload(Text));
        var rotated = new EncryptionCodec(Secrets.Ring(several: $"k2:{Secrets.Base64('b')},k1:{Secrets.Base64('a')}"));
        (await rotated.DecodeSingleAsync(before)).ShouldBe(Secrets.Payload(Text));
        var after = await rotated.EncodeSingleAsync(Secrets.Payload(Text));
        after.Metadata["encryption-key-id"].ToStringUtf8().ShouldBe("k2");
        (await rotated.DecodeSingleAsync(after)).ShouldBe(Secrets.Payload(Text));
    }

    [Fact]
    public async Task Decode_KeyWasGivenANameLater_StillReads()
    {
        var unnamed = new EncryptionCodec(Secrets.Ring(Secrets.Base64('a')));
        var encrypted = await unnamed.EncodeSingleAsync(Secrets.Payload(Text));
        (await Codec.DecodeSingleAsync(encrypted)).ShouldBe(Secrets.Payload(Text));
    }

    [Fact]
    public async Task Decode_UnknownKey_SaysWhichIsWantedAndWhatToDo()
    {
        var stranger = new EncryptionCodec(Secrets.Ring($"k9:{Secrets.Base64('z')}"));
        var encrypted = await stranger.EncodeSingleAsync(Secrets.Payload(Text));
        var error = await Should.ThrowAsync<DecryptionException>(() => Codec.DecodeSingleAsync(encrypted));
        error.Message.ShouldBe(
            "This payload is encrypted with key 'k9', and this process has only 'k1': add that key to the end of "
            + "PAYLOAD_ENCRYPTION_KEYS.");
    }

    [Fact]
    public async Task Decode_OtherSecretUnderTheSameId_IsRefused()
    {
        var impostor = new EncryptionCodec(Secrets.Ring($"k1:{Secrets.Base64('z')}"));
        var encrypted = await impostor.EncodeSingleAsync(Secrets.Payload(Text));
        var error = await Should.ThrowAsync<DecryptionException>(() => Codec.DecodeSingleAsync(encrypted));
        error.Message.ShouldStartWith("This payload does not decrypt with key 'k1'");
    }

    [Fact]
    public async Task Decode_AnyByteChanged_IsRefused()
    {
        var encrypted = await Codec.EncodeSingleAsync(Secrets.Payload("x"));
        for (var i = 0; i < encrypted.Data.Length; i++)
        {
            var bytes = encrypted.Data.ToByteArray();
            bytes[i] ^= 1;
            var changed = new Payload(encrypted) { Data = ByteString.CopyFrom(bytes) };
            await Should.ThrowAsync<DecryptionException>(() => Codec.DecodeSingleAsync(changed), $"byte {i}");
        }
    }

    [Fact]
    public async Task Decode_KeyIdChangedToAnotherNameOfTheSameSecret_IsRefused()
    {
        var codec = new EncryptionCodec(Secrets.Ring(several: $"k1:{Secrets.Base64('a')},k2:{Secrets.Base64('a')}"));
        var encrypted = await codec.EncodeSingleAsync(Secrets.Payload(Text));
        encrypted.Metadata["encryption-key-id"] = ByteString.CopyFromUtf8("k2");
        await Should.ThrowAsync<DecryptionException>(() => codec.DecodeSingleAsync(encrypted));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(27)]
    public async Task Decode_TooShort_IsRefused(int size)
    {
        var encrypted = await Codec.EncodeSingleAsync(Secrets.Payload(Text));
        encrypted.Data = ByteString.CopyFrom(new byte[size]);
        await Should.ThrowAsync<DecryptionException>(() => Codec.DecodeSingleAsync(encrypted));
    }

    [Fact]
    public async Task Codec_ManyThreadsAtOnce_EveryPayloadComesBack()
    {
        var payloads = Enumerable.Range(0, 500).Select(i => Secrets.Payload($"payload {i}")).ToList();
        await Parallel.ForEachAsync(payloads, async (payload, _) =>
            (await Codec.DecodeSingleAsync(await Codec.EncodeSingleAsync(payload))).ShouldBe(payload));
    }

    [Fact]
    public async Task Failure_EncodedAndDecoded_MessageStaysReadableAndDetailsDoNot()
    {
        var converter = PayloadEncryption.Converter(Secrets.Ring($"k1:{Secrets.Base64('a')}"));
        var failure = await converter.ToFailureAsync(
            new Temporalio.Exceptions.ApplicationFailureException("the address was refused", "Refused", false, [Text]));
        failure.Message.ShouldBe("the address was refused");
        failure.ApplicationFailureInfo.Type.ShouldBe("Refused");
        Encoding.Latin1.GetString(failure.ToByteArray()).ShouldNotContain("Lovelace");
        var back = (await converter.ToExceptionAsync(failure)).ShouldBeOfType<Temporalio.Exceptions.ApplicationFailureException>();
        back.Details.ElementAt<string>(0).ShouldBe(Text);
    }

    [Fact]
    public async Task WithoutKey_EncryptedPayload_SaysWhichKeyIsMissing()
    {
        var encrypted = await Codec.EncodeSingleAsync(Secrets.Payload(Text));
        var error = await Should.ThrowAsync<DecryptionException>(() =>
            PayloadEncryption.Converter(keys: null).ToSingleValueAsync<string>([encrypted]));
        error.Message.ShouldBe(
            "This payload is encrypted with key 'k1', and this process has no key: set PAYLOAD_ENCRYPTION_KEY to that key, as "
            + "the processes that encrypted it have it.");
    }
}
