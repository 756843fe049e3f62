using System.Net;
using System.Text;
using System.Text.Json;
using Sagas.TestSupport;

namespace Sagas.Api.Tests.OpenApi;

/// <summary>That answers are as described is checked with every answer of every test; here, that the check fires.</summary>
public sealed class ApiDescriptionTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private RunningApi Api => fixture.Api;

    [PostgresTheory]
    [InlineData(HttpStatusCode.OK, "application/json", """{"events":[]}""", 0)]
    [InlineData(HttpStatusCode.OK, "application/json", """{"events":[{"id":"demo"}]}""", 1)]
    [InlineData(HttpStatusCode.OK, "application/json", """{}""", 1)]
    [InlineData(HttpStatusCode.OK, "text/plain", """{"events":[]}""", 1)]
    [InlineData(HttpStatusCode.Gone, "application/json", """{"events":[]}""", 1)]
    public async Task Faults_OfAnAnswer_AreFound(HttpStatusCode status, string mediaType, string body, int least)
    {
        var description = new ApiDescription((await DescribedAsync()).GetRawText());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/events", UriKind.Relative));
        using var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

        var faults = description.Faults(request, response, body);

        (least == 0 ? faults.Count == 0 : faults.Count >= least).ShouldBeTrue(string.Join("; ", faults));
    }

    [PostgresFact]
    public async Task Numbers_AreDescribedAsNumbersOnly()
    {
        var text = (await DescribedAsync()).GetRawText();

        text.ShouldContain("\"integer\"");
        text.ShouldNotContain("(?:0|[1-9]", Case.Sensitive, "a number may not be sent as a text");
    }

    private async Task<JsonElement> DescribedAsync() =>
        (await Api.SendAsync(HttpMethod.Get, "/openapi/v1.json", key: null)).Body;
}
