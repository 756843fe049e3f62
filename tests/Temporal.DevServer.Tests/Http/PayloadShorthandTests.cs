using System.Text.Json.Nodes;
using Google.Protobuf;
using Temporal.DevServer.Http.Json;
using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.Tests.Http;

public sealed class PayloadShorthandTests
{
    [Fact]
    public void Shorten_PlainPayloads_BecomeAListOfValues() =>
        Short(Payload("json/plain", "1"), Payload("json/plain", """{"a":[2]}""")).ShouldBe("""[1,{"a":[2]}]""");

    [Fact]
    public void Shorten_EmptyListsInsideAPayload_AreNullAsOnARealServer() =>
        Short(Payload("json/plain", """{"a":[],"b":[[],{}]}""")).ShouldBe("""[{"a":null,"b":[null,{}]}]""");

    [Fact]
    public void Shorten_OneOfAnotherEncoding_KeepsTheListWholeAndShortensTheRest()
    {
        var json = JsonNode.Parse(Short(Payload("json/plain", "1"), Payload("binary/encrypted", "x")))!;

        json["payloads"]![0]!.GetValue<int>().ShouldBe(1);
        json["payloads"]![1]!["metadata"]!["encoding"].ShouldNotBeNull();
    }

    [Fact]
    public void Shorten_MoreMetadata_KeepsTheFullForm()
    {
        var typed = Payload("json/plain", "\"a\"");
        typed.Metadata["type"] = ByteString.CopyFromUtf8("Keyword");

        JsonNode.Parse(Short(typed))!["payloads"]![0]!["metadata"]!["type"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"a":1,"a":2}""")]
    public void Shorten_DataThatIsNoSoundJson_KeepsTheFullForm(string data) =>
        JsonNode.Parse(Short(Payload("json/plain", data)))!["payloads"].ShouldNotBeNull();

    private static string Short(params Payload[] payloads) =>
        ResponseJson.Write(new Payloads { Payloads_ = { payloads } }, new JsonStyle(Shorthand: true, Pretty: false));

    private static Payload Payload(string encoding, string data) => new()
    {
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8(encoding) },
        Data = ByteString.CopyFromUtf8(data),
    };
}
