using System.Text.Json.Nodes;
using Temporal.DevServer.Http;
using Temporal.DevServer.Http.Json;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Http;

public sealed class FieldBinderTests
{
    [Fact]
    public void SetFromQuery_DottedNameInEitherSpelling_SetsTheNestedField()
    {
        FromQuery("execution.runId", "r").ShouldBe("""{"execution":{"runId":"r"}}""");
        FromQuery("execution.run_id", "r").ShouldBe("""{"execution":{"runId":"r"}}""");
    }

    [Theory]
    [InlineData("pageSize")]
    [InlineData("execution.nonsense")]
    [InlineData("namespace.nonsense")]
    public void SetFromQuery_UnknownName_IsIgnored(string name) =>
        FromQuery(name, "1").ShouldBeOneOf("{}", """{"execution":{}}""");

    [Theory]
    [InlineData("waitNewEvent", "perhaps")]
    [InlineData("historyEventFilterType", "99")]
    [InlineData("historyEventFilterType", "AllEvent")]
    public void SetFromQuery_ValueThatDoesNotParse_IsRefused(string name, string value) =>
        Should.Throw<HttpRefusal>(() => FromQuery(name, value)).Status.ShouldBe(400);

    [Theory]
    [InlineData("waitNewEvent", "true", """{"waitNewEvent":true}""")]
    [InlineData("historyEventFilterType", "2", """{"historyEventFilterType":"HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT"}""")]
    [InlineData("nextPageToken", "a-_=", """{"nextPageToken":"a\u002B/="}""")]
    public void SetFromQuery_TypedValue_IsWrittenInItsType(string name, string value, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(FromQuery(name, value)), JsonNode.Parse(expected)).ShouldBeTrue();

    private static string FromQuery(string name, string value)
    {
        var request = new JsonObject();
        FieldBinder.SetFromQuery(request, GetWorkflowExecutionHistoryRequest.Descriptor, name, value);
        return request.ToJsonString();
    }
}
