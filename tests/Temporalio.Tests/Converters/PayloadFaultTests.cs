using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Temporalio.Tests.Converters;

/// <summary>What cannot be read is refused in the words of the official package.</summary>
public class PayloadFaultTests
{
    private static readonly IPayloadConverter Converter = DataConverter.Default.PayloadConverter;

    [Theory]
    [InlineData("foo/bar", typeof(string), "Unknown payload encoding foo/bar")]
    [InlineData("binary/null", typeof(int), "Payload is null, but System.Int32 is not nullable")]
    [InlineData("binary/plain", typeof(string), "Payload is byte array, but type is System.String")]
    [InlineData("binary/plain", typeof(object), "Payload is byte array, but type is System.Object")]
    [InlineData("json/protobuf", typeof(string), "Payload is protobuf message, but type is System.String")]
    [InlineData("binary/protobuf", typeof(ActivityType), "Payload missing message type")]
    [InlineData(
        "json/protobuf", typeof(IMessage), "Protobuf type Google.Protobuf.IMessage does not have expected Descriptor static field")]
    public void ToValue_PayloadOfAnotherKind_IsRefused(string encoding, Type type, string message) =>
        Should.Throw<ArgumentException>(() => Converter.ToValue(Of(encoding, string.Empty), type))
            .Message.ShouldBe(message);

    [Fact]
    public void ToValue_AnotherMessage_NamesBoth() =>
        Should.Throw<ArgumentException>(
            () => Converter.ToValue<ActivityType>(Converter.ToPayload(new WorkflowType { Name = "w" })))
            .Message.ShouldBe("Payload has protobuf message type temporal.api.common.v1.WorkflowType but given type's "
                + "message type is temporal.api.common.v1.ActivityType");

    [Fact]
    public void ToPayload_NoConverterForIt_IsRefused() =>
        Should.Throw<ArgumentException>(() => new DefaultPayloadConverter(new BinaryNullConverter()).ToPayload(1))
            .Message.ShouldBe("Value of type System.Int32 has no known converter");

    [Fact]
    public void CommonTypes_WholeAndOtherNumbers_KeepTheirKind()
    {
        var options = new JsonSerializerOptions { Converters = { JsonCommonTypeConverter.Instance } };
        new DefaultPayloadConverter(options).ToValue(Of("json/plain", "[1,2.5]"), typeof(object))
            .ShouldBeOfType<List<object?>>().Select(v => v!.GetType()).ShouldBe([typeof(long), typeof(double)]);
    }

    private static Payload Of(string encoding, string data) => new()
    {
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8(encoding) },
        Data = ByteString.CopyFromUtf8(data),
    };
}
