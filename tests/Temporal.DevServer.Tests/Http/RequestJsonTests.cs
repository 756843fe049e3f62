using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Temporal.DevServer.Http;
using Temporal.DevServer.Http.Json;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Http;

public sealed class RequestJsonTests
{
    [Theory]
    [InlineData("""{"patch":{"triggerImmediately":{"overlapPolicy":"BufferAll"}}}""")]
    [InlineData("""{"patch":{"trigger_immediately":{"overlap_policy":"SCHEDULE_OVERLAP_POLICY_BUFFER_ALL"}}}""")]
    [InlineData("""{"patch":{"triggerImmediately":{"overlapPolicy":3}}}""")]
    public void Read_EnumInAnyForm_IsTheSameValue(string body)
    {
        var request = Parse(body, PatchScheduleRequest.Parser);

        request.Patch.TriggerImmediately.OverlapPolicy.ShouldBe(ScheduleOverlapPolicy.BufferAll);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("{}")]
    [InlineData("""{"workflowExecution":null} and what follows""")]
    public void Read_NothingSet_IsAnEmptyRequest(string body) =>
        Parse(body, RequestCancelWorkflowExecutionRequest.Parser).ShouldBe(new RequestCancelWorkflowExecutionRequest());

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("""{"nonsense":1}""")]
    [InlineData("""{"workflowExecution":{"nonsense":1}}""")]
    [InlineData("""{"reason":"a","reason":"b"}""")]
    [InlineData("""{"workflowExecution":{"runId":"a","runId":"b"}}""")]
    public void Read_NoSuchRequest_IsRefusedWith400(string body) =>
        Should.Throw<HttpRefusal>(() => Parse(body, RequestCancelWorkflowExecutionRequest.Parser)).Status.ShouldBe(400);

    [Theory]
    [InlineData("""{"reason":"a","reason":"b"}""", "twice")]
    [InlineData("""{"\ud800":1}""", "not Unicode")]
    [InlineData("""{"workflowExecution":{"\ud800":1}}""", "not Unicode")]
    public void Read_NamesThatCannotStand_RefusalSaysWhy(string body, string why) =>
        Should.Throw<HttpRefusal>(() => Parse(body, RequestCancelWorkflowExecutionRequest.Parser)).Message.ShouldContain(why);

    [Fact]
    public void Read_ShortPayloadWithANameTwice_IsRefusedWith400() => Should.Throw<HttpRefusal>(
        () => Parse("""{"input":[{"a":1,"a":2}]}""", SignalWorkflowExecutionRequest.Parser, shorthand: true)).Status.ShouldBe(400);

    [Fact]
    public void Read_ShortPayloadWithAMessageTypeThatIsNoText_IsPlainJson()
    {
        var request = Parse(
            """{"input":[{"_protoMessageType":5}]}""", SignalWorkflowExecutionRequest.Parser, shorthand: true);

        Encoding(request.Input.Payloads_.Single()).ShouldBe("json/plain");
    }

    [Fact]
    public void Read_ShortPayloads_BecomeFullOnes()
    {
        var request = Parse("""{"input":[1,null,{"a":"b"}]}""", SignalWorkflowExecutionRequest.Parser, shorthand: true);

        request.Input.Payloads_.Select(p => (Encoding(p), p.Data.ToStringUtf8())).ShouldBe(
            [("json/plain", "1"), ("binary/null", ""), ("json/plain", """{"a":"b"}""")]);
    }

    [Fact]
    public void Read_FullPayloadWhereShortIsAllowed_StaysAsItIs()
    {
        const string body = """{"input":{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"MQ=="}]}}""";

        var request = Parse(body, SignalWorkflowExecutionRequest.Parser, shorthand: true);

        Encoding(request.Input.Payloads_.Single()).ShouldBe("json/plain");
        request.Input.Payloads_.Single().Data.ToStringUtf8().ShouldBe("1");
    }

    private static string Encoding(Temporalio.Api.Common.V1.Payload payload) =>
        payload.Metadata["encoding"].ToStringUtf8();

    private static T Parse<T>(string body, MessageParser<T> parser, bool shorthand = false)
        where T : IMessage<T>, new()
    {
        JsonObject json = RequestJson.Read(System.Text.Encoding.UTF8.GetBytes(body), new T().Descriptor, shorthand);
        return parser.ParseJson(json.ToJsonString());
    }
}
