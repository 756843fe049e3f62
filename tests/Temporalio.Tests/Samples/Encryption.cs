using System.Security.Cryptography;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Temporalio.Tests.Samples;

/// <summary>Encrypts whole payloads with AES-GCM.</summary>
public sealed class EncryptionCodec : IPayloadCodec, IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private static readonly ByteString Encoding = ByteString.CopyFromUtf8("binary/encrypted");

    private readonly AesGcm _key = new("test-key-test-key-test-key-test!"u8, TagSize);

    public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) =>
        Task.FromResult<IReadOnlyCollection<Payload>>([
            .. payloads.Select(p => new Payload
            {
                Metadata = { ["encoding"] = Encoding },
                Data = ByteString.CopyFrom(Encrypt(p.ToByteArray())),
            }),
        ]);

    public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) =>
        Task.FromResult<IReadOnlyCollection<Payload>>([
            .. payloads.Select(p => p.Metadata.GetValueOrDefault("encoding") == Encoding
                ? Payload.Parser.ParseFrom(Decrypt(p.Data.Span))
                : p),
        ]);

    public void Dispose() => _key.Dispose();

    private byte[] Encrypt(byte[] data)
    {
        var bytes = new byte[NonceSize + data.Length + TagSize];
        var nonce = bytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        _key.Encrypt(nonce, data, bytes.AsSpan(NonceSize, data.Length), bytes.AsSpan(NonceSize + data.Length));
        return bytes;
    }

    private byte[] Decrypt(ReadOnlySpan<byte> bytes)
    {
        var data = new byte[bytes.Length - NonceSize - TagSize];
        _key.Decrypt(bytes[..NonceSize], bytes[NonceSize..^TagSize], bytes[^TagSize..], data);
        return data;
    }
}
