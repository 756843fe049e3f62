using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Tests.Converters;

public class DataConverterTests
{
    private static readonly IPayloadConverter Converter = DataConverter.Default.PayloadConverter;

    [Theory]
    [InlineData(null, "binary/null", "")]
    [InlineData(5, "json/plain", "5")]
    [InlineData("text", "json/plain", "\"text\"")]
    [InlineData(new byte[] { 65, 66 }, "binary/plain", "AB")]
    public void ToPayload_Value_HasTheEncoding(object? value, string encoding, string data)
    {
        var payload = Converter.ToPayload(value);
        payload.Metadata["encoding"].ToStringUtf8().ShouldBe(encoding);
        payload.Data.ToStringUtf8().ShouldBe(data);
    }

    [Fact]
    public void ToPayload_Message_IsJsonProtobufAndReadBack()
    {
        var message = new WorkflowExecution { WorkflowId = "w", RunId = "r" };
        var payload = Converter.ToPayload(message);
        payload.Metadata["encoding"].ToStringUtf8().ShouldBe("json/protobuf");
        payload.Metadata["messageType"].ToStringUtf8().ShouldBe("temporal.api.common.v1.WorkflowExecution");
        Converter.ToValue<WorkflowExecution>(payload).ShouldBe(message);
        Should.Throw<ArgumentException>(() => Converter.ToValue<ActivityType>(payload));
    }

    [Fact]
    public void ToValue_UnknownEncodingOrNullForStruct_IsRefused()
    {
        var unknown = new Payload { Metadata = { ["encoding"] = ByteString.CopyFromUtf8("x/y") } };
        Should.Throw<ArgumentException>(() => Converter.ToValue<int>(unknown)).Message.ShouldContain("x/y");
        Should.Throw<ArgumentException>(() => Converter.ToValue<int>(Converter.ToPayload(null)));
        Converter.ToValue<int?>(Converter.ToPayload(null)).ShouldBeNull();
    }

    [Fact]
    public void RawValue_GoesThroughUnchanged()
    {
        var raw = Converter.ToRawValue(7);
        Converter.ToPayload(raw).ShouldBeSameAs(raw.Payload);
        Converter.ToValue<IRawValue>(raw.Payload).Payload.ShouldBe(raw.Payload);
    }

    [Fact]
    public void CommonTypes_ObjectsAreNoJsonElements()
    {
        var options = new JsonSerializerOptions { Converters = { JsonCommonTypeConverter.Instance } };
        var converter = new DefaultPayloadConverter(options);
        var value = converter.ToValue<Dictionary<string, object>>(
            converter.ToPayload(new { A = 1, B = "x", C = new[] { true } }));
        value["A"].ShouldBe(1L);
        value["B"].ShouldBe("x");
        value["C"].ShouldBeOfType<List<object?>>().ShouldBe([true]);
    }

    [Fact]
    public async Task Failure_ChainOfExceptions_RoundTrips()
    {
        var thrown = new ApplicationFailureException(
            "outer",
            new InvalidOperationException("inner", new CanceledFailureException("innermost", details: [3])),
            "Outer",
            nonRetryable: true,
            details: ["d", 2],
            nextRetryDelay: TimeSpan.FromSeconds(4),
            category: ApplicationErrorCategory.Benign);
        var failure = await DataConverter.Default.ToFailureAsync(thrown);
        failure.Source.ShouldBeEmpty();
        var read = (await DataConverter.Default.ToExceptionAsync(failure))
            .ShouldBeOfType<ApplicationFailureException>();
        read.ErrorType.ShouldBe("Outer");
        read.NonRetryable.ShouldBeTrue();
        read.NextRetryDelay.ShouldBe(TimeSpan.FromSeconds(4));
        read.Category.ShouldBe(ApplicationErrorCategory.Benign);
        read.Details.Count.ShouldBe(2);
        read.Details.ElementAt<int>(1).ShouldBe(2);
        var inner = read.InnerException.ShouldBeOfType<ApplicationFailureException>();
        inner.ErrorType.ShouldBe("InvalidOperationException");
        inner.InnerException.ShouldBeOfType<CanceledFailureException>().Details.ElementAt<int>(0).ShouldBe(3);
    }

    [Fact]
    public async Task Failure_WithEncodedAttributesAndCodec_HidesMessageOnTheWireOnly()
    {
        var converter = new DataConverter(
            new DefaultPayloadConverter(), new DefaultFailureConverter.WithEncodedCommonAttributes(), new XorCodec());
        var failure = await converter.ToFailureAsync(
            new ApplicationFailureException("secret", new InvalidOperationException("hidden"), details: ["private"]));
        failure.Message.ShouldBe("Encoded failure");
        failure.Cause.Message.ShouldBe("Encoded failure");
        failure.StackTrace.ShouldBeEmpty();
        failure.ToString().ShouldNotContain("secret");
        failure.ApplicationFailureInfo.Details.Payloads_[0].Metadata["encoding"].ToStringUtf8().ShouldBe("test/xor");

        var read = (await converter.ToExceptionAsync(failure)).ShouldBeOfType<ApplicationFailureException>();
        read.Message.ShouldBe("secret");
        read.InnerException!.Message.ShouldBe("hidden");
        read.Details.ElementAt<string>(0).ShouldBe("private");

        var again = await converter.ToFailureAsync(read);
        again.Message.ShouldBe("Encoded failure");
        again.Cause.Message.ShouldBe("Encoded failure");
        (await converter.ToExceptionAsync(again)).Message.ShouldBe("secret");
    }

    [Fact]
    public async Task Failure_EncodedByAnother_ShowsThePlaceholder()
    {
        var failure = await new DataConverter(
            new DefaultPayloadConverter(), new DefaultFailureConverter.WithEncodedCommonAttributes(), new XorCodec())
            .ToFailureAsync(new InvalidOperationException("secret"));
        (await DataConverter.Default.ToExceptionAsync(failure)).Message.ShouldBe("Encoded failure");
    }

    [Fact]
    public void Failure_OfOneWhoDoesNotHide_IsHiddenWhenSentOn()
    {
        var received = DataConverter.Default.FailureConverter.ToException(
            new() { Message = "secret", ActivityFailureInfo = new() { ActivityId = "1" } }, Converter);
        var sent = new DefaultFailureConverter.WithEncodedCommonAttributes().ToFailure(received, Converter);
        sent.Message.ShouldBe("Encoded failure");
        sent.ActivityFailureInfo.ActivityId.ShouldBe("1");
        sent.EncodedAttributes.Data.ToStringUtf8().ShouldContain("secret");
    }

    [Fact]
    public void FailureDetails_BeyondTheLast_AreRefused()
    {
        var details = new ApplicationFailureException("m", details: ["d"]).Details;
        details.ElementAt<string>(0).ShouldBe("d");
        Should.Throw<ArgumentOutOfRangeException>(() => details.ElementAt<string>(1));
    }

    [Fact]
    public async Task Codec_IsAppliedOnceWhenAFailureIsSentTwice()
    {
        var converter = DataConverter.Default with { PayloadCodec = new XorCodec() };
        var thrown = new ApplicationFailureException("m", details: ["d"]);
        var first = await converter.ToFailureAsync(await converter.ToExceptionAsync(
            await converter.ToFailureAsync(thrown)));
        (await converter.ToExceptionAsync(first)).ShouldBeOfType<ApplicationFailureException>()
            .Details.ElementAt<string>(0).ShouldBe("d");
    }

    private sealed class XorCodec : IPayloadCodec
    {
        private static readonly ByteString Encoding = ByteString.CopyFromUtf8("test/xor");

        public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) =>
            Task.FromResult<IReadOnlyCollection<Payload>>([.. payloads.Select(p => new Payload
            {
                Metadata = { ["encoding"] = Encoding },
                Data = Xor(p.ToByteArray()),
            })]);

        public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) =>
            Task.FromResult<IReadOnlyCollection<Payload>>([.. payloads.Select(p =>
                p.Metadata["encoding"].Equals(Encoding) ? Payload.Parser.ParseFrom(Xor(p.Data.ToByteArray())) : p)]);

        private static ByteString Xor(byte[] data) => ByteString.CopyFrom([.. data.Select(b => (byte)(b ^ 0x5A))]);
    }
}
