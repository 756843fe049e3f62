using System.Net;

namespace Temporal.DevServer.Tests.Http;

/// <summary>What the HTTP ports refuse: pages of other sites that act through somebody's browser, and what cannot be read.</summary>
public sealed class HttpPortTests
{
    private const string Signal = "api/v1/namespaces/default/workflows/none/signal/any";

    [Theory]
    [InlineData(Door.Ui)]
    [InlineData(Door.Frontend)]
    public async Task Request_ForAHostThatIsNotThisMachine_IsRefused(Door door)
    {
        await using var port = await Port.OpenAsync(door);

        var answer = await port.SendAsync(HttpMethod.Get, "api/v1/namespaces", ("Host", "rebound.example"));

        answer.ShouldBe((HttpStatusCode.Forbidden, "Host not allowed"));
    }

    [Theory]
    [InlineData(Door.Ui, "Origin", "http://other.example")]
    [InlineData(Door.Ui, "Sec-Fetch-Site", "cross-site")]
    [InlineData(Door.Frontend, "Origin", "http://other.example")]
    [InlineData(Door.Frontend, "Origin", "null")]
    [InlineData(Door.Frontend, "Sec-Fetch-Site", "cross-site")]
    public async Task Post_FromAPageOfAnotherSite_IsRefused(Door door, string header, string value)
    {
        await using var port = await Port.OpenAsync(door);

        var answer = await port.SendAsync(
            HttpMethod.Post, Signal, (header, value), ("Cookie", "_csrf=t"), ("X-CSRF-TOKEN", "t"));

        answer.ShouldBe((HttpStatusCode.Forbidden, "invalid csrf token: the request comes from another site"));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.BadRequest, "missing csrf token in request header")]
    [InlineData("wrong", HttpStatusCode.Forbidden, "invalid csrf token")]
    [InlineData("t", HttpStatusCode.NotFound, "workflow not found for ID: none")]
    public async Task Post_ToTheUisPort_NeedsItsToken(string? token, HttpStatusCode status, string message)
    {
        await using var port = await Port.OpenAsync(Door.Ui);

        var answer = await port.SendAsync(HttpMethod.Post, Signal, ("Cookie", "_csrf=t"), ("X-CSRF-TOKEN", token));

        answer.ShouldBe((status, message));
    }

    [Fact]
    public async Task Post_ToTheFrontendsPort_NeedsNoToken()
    {
        await using var port = await Port.OpenAsync(Door.Frontend);

        var answer = await port.SendAsync(HttpMethod.Post, Signal);

        answer.ShouldBe((HttpStatusCode.NotFound, "workflow not found for ID: none"));
    }

    [Theory]
    [InlineData("xS")]
    [InlineData("-1S")]
    [InlineData("99999999999999999999H")]
    public async Task Request_WithATimeoutThatIsNone_IsRefused(string timeout)
    {
        await using var port = await Port.OpenAsync(Door.Frontend);

        var answer = await port.SendAsync(HttpMethod.Get, "cluster", ("Grpc-Timeout", timeout));

        answer.ShouldBe((HttpStatusCode.BadRequest, $"invalid grpc-timeout: {timeout}"));
    }

    public enum Door
    {
        Ui,
        Frontend,
    }

    /// <summary>One HTTP port of a server in memory.</summary>
    private sealed class Port(DevServerHost server, Uri address) : IAsyncDisposable
    {
        // No cookies of its own: each request says which ones the browser would send.
        private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false }) { BaseAddress = address };

        public static async Task<Port> OpenAsync(Door door)
        {
            var server = await DevServerHost.StartAsync(
                new DevServerOptions { HttpPort = 0, FrontendHttpPort = 0 }, CancellationToken.None);
            var number = door == Door.Ui ? server.HttpPort : server.FrontendHttpPort;
            return new Port(server, new Uri($"http://127.0.0.1:{number}/"));
        }

        public async Task<(HttpStatusCode Status, string? Message)> SendAsync(
            HttpMethod method, string path, params (string Name, string? Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, path);
            foreach (var (name, value) in headers.Where(header => header.Value is not null))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await _http.SendAsync(request);
            using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return (response.StatusCode, body.RootElement.GetProperty("message").GetString());
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await server.DisposeAsync();
        }
    }
}
