using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Grpc;

namespace Temporalio.Tests.Grpc;

public class GrpcFrameTests
{
    private const int Limit = 4 * 1024 * 1024;

    private static readonly StringValue Hello = new() { Value = "hello" };

    [Fact]
    public void Write_SmallMessage_HasFlagLengthAndBody()
    {
        using var buffer = new PooledBuffer();
        GrpcFrame.Write(buffer, Hello).ShouldBe(12);
        buffer.WrittenSpan.ToArray().ShouldBe([0, 0, 0, 0, 7, 0x0A, 5, .. "hello"u8]);
    }

    [Fact]
    public void Write_EmptyMessage_IsFiveZeroBytes()
    {
        using var buffer = new PooledBuffer();
        GrpcFrame.Write(buffer, new Empty());
        buffer.WrittenSpan.ToArray().ShouldBe(new byte[5]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_WholeFrame_GivesMessageAndRest(bool gzip)
    {
        using var buffer = new PooledBuffer();
        _ = gzip ? GrpcFrame.WriteGzip(buffer, Hello) : GrpcFrame.Write(buffer, Hello);
        buffer.Write(new ReadOnlySpan<byte>([1, 2, 3]));
        var rest = new ReadOnlySequence<byte>(buffer.WrittenMemory);

        GrpcFrame.TryRead(ref rest, Limit, out var compressed, out var payload).ShouldBeTrue();

        compressed.ShouldBe(gzip);
        rest.ToArray().ShouldBe([1, 2, 3]);
        GrpcFrame.Parse(payload, compressed, gzip ? "gzip" : null, Limit, StringValue.Parser).ShouldBe(Hello);
    }

    [Fact]
    public void TryRead_EveryPrefix_AsksForMore()
    {
        using var buffer = new PooledBuffer();
        var total = GrpcFrame.Write(buffer, Hello);
        for (var length = 0; length < total; length++)
        {
            var part = new ReadOnlySequence<byte>(buffer.WrittenMemory[..length]);
            GrpcFrame.TryRead(ref part, Limit, out _, out _).ShouldBeFalse();
            part.Length.ShouldBe(length);
        }
    }

    [Fact]
    public void TryRead_TooLarge_IsResourceExhaustedWithServersText()
    {
        var frame = new ReadOnlySequence<byte>([0, 0, 0x50, 0, 3]);
        var error = Should.Throw<RpcStatusException>(() => GrpcFrame.TryRead(ref frame, Limit, out _, out _));
        error.Code.ShouldBe(StatusCode.ResourceExhausted);
        error.Message.ShouldBe("grpc: received message larger than max (5242883 vs. 4194304)");
    }

    [Fact]
    public void TryRead_UnknownFlag_IsInternal()
    {
        var frame = new ReadOnlySequence<byte>([2, 0, 0, 0, 0]);
        Should.Throw<RpcStatusException>(() => GrpcFrame.TryRead(ref frame, Limit, out _, out _))
            .Code.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public void Parse_UnknownEncoding_IsUnimplementedNamingIt()
    {
        var error = Should.Throw<RpcStatusException>(
            () => GrpcFrame.Parse(new ReadOnlySequence<byte>([1]), true, "snappy", Limit, StringValue.Parser));
        error.Code.ShouldBe(StatusCode.Unimplemented);
        error.Message.ShouldBe("grpc: Decompressor is not installed for grpc-encoding \"snappy\"");
    }

    [Fact]
    public void Parse_GzipBomb_StopsAtLimit()
    {
        using var buffer = new PooledBuffer();
        GrpcFrame.WriteGzip(buffer, new BytesValue { Value = ByteString.CopyFrom(new byte[1_000_000]) });
        var frame = new ReadOnlySequence<byte>(buffer.WrittenMemory);
        GrpcFrame.TryRead(ref frame, 100_000, out var compressed, out var payload).ShouldBeTrue();
        Should.Throw<RpcStatusException>(
                () => GrpcFrame.Parse(payload, compressed, "gzip", 100_000, BytesValue.Parser))
            .Code.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3, 4 }, true)]
    [InlineData(new byte[] { 0x0A, 200, 1 }, false)]
    public void Parse_Garbage_IsInternal(byte[] payload, bool compressed) =>
        Should.Throw<RpcStatusException>(
                () => GrpcFrame.Parse(
                    new ReadOnlySequence<byte>(payload), compressed, "gzip", Limit, StringValue.Parser))
            .Code.ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task ReadSingle_BytewiseStream_GivesMessage()
    {
        using var buffer = new PooledBuffer();
        GrpcFrame.Write(buffer, new StringValue { Value = new string('x', 10_000) });
        var message = await GrpcMessageStream.ReadSingleAsync(
            new TrickleStream(buffer.WrittenMemory.ToArray()), StringValue.Parser, null, Limit, default);
        message!.Value.Length.ShouldBe(10_000);
    }

    [Fact]
    public async Task ReadSingle_EmptyBody_IsNull() =>
        (await GrpcMessageStream.ReadSingleAsync(new MemoryStream(), StringValue.Parser, null, Limit, default))
            .ShouldBeNull();

    [Fact]
    public async Task ReadSingle_CutShort_IsInternal()
    {
        var read = async () => await GrpcMessageStream.ReadSingleAsync(
            new MemoryStream([0, 0, 0, 0, 7, 1]), StringValue.Parser, null, Limit, default);
        (await read.ShouldThrowAsync<RpcStatusException>()).Message.ShouldBe("grpc: message ended after 6 of 12 bytes");
    }

    [Fact]
    public async Task ReadSingle_TwoMessages_IsInternal()
    {
        var read = async () => await GrpcMessageStream.ReadSingleAsync(
            new MemoryStream(new byte[10]), StringValue.Parser, null, Limit, default);
        (await read.ShouldThrowAsync<RpcStatusException>()).Code.ShouldBe(StatusCode.Internal);
    }

    private sealed class TrickleStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1)], cancellationToken);
    }
}
