using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Sagas.CodecServer.Tests;

/// <summary>The server as the UI and the CLI call it, over HTTP.</summary>
[Collection("server")]
public sealed class CodecServerTests : IAsyncLifetime
{
    private const string Ui = "http://ui.example:8233";
    private const string Token = "a token of some length";
    private const string Plain =
        """{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"IkFkYSI="},{"metadata":{"encoding":"YmluYXJ5L251bGw="}}]}""";

    private readonly HttpClient _http = new();
    private WebApplication? _server;
    private Uri? _address;

    public async Task InitializeAsync() => await StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task EncodeThenDecode_Payloads_AreTheSameInTheSameOrder()
    {
        var encoded = await PostAsync("/encode", Plain);
        encoded.Status.ShouldBe(HttpStatusCode.OK);
        var payloads = encoded.Json.GetProperty("payloads");
        payloads.GetArrayLength().ShouldBe(2);
        foreach (var payload in payloads.EnumerateArray())
        {
            Encoding.UTF8.GetString(payload.GetProperty("metadata").GetProperty("encoding").GetBytesFromBase64())
                .ShouldBe("binary/encrypted");
        }

        var decoded = await PostAsync("/decode?preserveStorageRefs=true", encoded.Text);
        JsonElement.DeepEquals(decoded.Json, JsonDocument.Parse(Plain).RootElement).ShouldBeTrue(decoded.Text);
    }

    [Fact]
    public async Task Decode_WhatWasNeverEncrypted_ComesBackAsItIs()
    {
        var decoded = await PostAsync("/decode", Plain);
        JsonElement.DeepEquals(decoded.Json, JsonDocument.Parse(Plain).RootElement).ShouldBeTrue(decoded.Text);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"payloads":[]}""")]
    public async Task Decode_NoPayloads_AnswersNone(string body)
    {
        var decoded = await PostAsync("/decode", body);
        decoded.Status.ShouldBe(HttpStatusCode.OK);
        decoded.Json.EnumerateObject().ShouldAllBe(member => member.Value.GetArrayLength() == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"payloads":[{"data":"not base64!"}]}""")]
    [InlineData("""{"payloads":[null]}""")]
    public async Task Decode_NoPayloadsAsJson_IsAProblemThatSaysHow(string body)
    {
        var refused = await PostAsync("/decode", body);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.MediaType.ShouldBe("application/problem+json");
        refused.Json.GetProperty("detail").GetString()!.ShouldStartWith("The body must be payloads as JSON");
    }

    [Theory]
    [InlineData("""{"unknown":""", "[")]
    [InlineData("""{"payloads":""", "[")]
    [InlineData("", """{"payloads":""")]
    [InlineData("", """{"unknown":""")]
    public async Task Decode_JsonNestedWithoutEnd_IsRefusedAndTheServerLives(string start, string nested)
    {
        var refused = await PostAsync("/decode", start + string.Concat(Enumerable.Repeat(nested, 300_000)));
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync("/decode", Plain)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Decode_OfAnotherKey_IsAProblemThatNamesIt()
    {
        var encoded = await PostAsync("/encode", Plain);
        await _server!.DisposeAsync();
        await StartAsync(letter: 'b', id: "other");
        var refused = await PostAsync("/decode", encoded.Text);
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Json.GetProperty("detail").GetString()!.ShouldStartWith("This payload is encrypted with key 'k1'");
    }

    [Fact]
    public async Task Decode_BodyThatAnyPageMaySend_IsRefused()
    {
        using var request = Request("/decode", Plain, "text/plain");
        (await SendAsync(request)).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Decode_TooLarge_IsRefused()
    {
        using var request = Request("/decode", new string(' ', 9 * 1024 * 1024));
        // Else the refusal may come while the body is still being sent, and be lost with the connection.
        request.Headers.ExpectContinue = true;
        (await SendAsync(request)).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Preflight_OfTheUi_AllowsItsMethodAndHeaders()
    {
        using var asked = Preflight(Ui);
        using var answer = await RawAsync(asked);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(Ui);
        Header(answer, "Access-Control-Allow-Methods").ShouldContain("POST");
        Header(answer, "Access-Control-Allow-Headers").ShouldContain("x-namespace");
    }

    [Fact]
    public async Task Preflight_OfAnotherPage_AllowsNothing()
    {
        using var asked = Preflight("https://evil.example");
        using var answer = await RawAsync(asked);
        answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task Decode_FromTheUi_CanBeReadByIt()
    {
        using var request = Request("/decode", Plain);
        request.Headers.Add("Origin", Ui);
        using var answer = await RawAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(Ui);
    }

    [Fact]
    public async Task Decode_FromAnotherPage_IsRefusedAndNotDone()
    {
        using var request = Request("/decode", Plain);
        request.Headers.Add("Origin", "https://evil.example");
        var refused = await SendAsync(request);
        refused.Status.ShouldBe(HttpStatusCode.Forbidden);
        refused.Text.ShouldNotContain("payloads\":");
    }

    [Fact]
    public async Task Tokens_AreSet_OneMustBeShown()
    {
        await _server!.DisposeAsync();
        await StartAsync(tokens: [Token]);
        (await PostAsync("/decode", Plain)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token + "x");
        (await PostAsync("/decode", Plain)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        (await PostAsync("/decode", Plain)).Status.ShouldBe(HttpStatusCode.OK);
        _http.DefaultRequestHeaders.Authorization = null;
        using var asked = Preflight(Ui);
        (await RawAsync(asked)).IsSuccessStatusCode.ShouldBeTrue("a browser asks without the token first");
    }

    [Theory]
    [InlineData("GET", "/decode", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "/health/startup", HttpStatusCode.OK)]
    [InlineData("GET", "/health/ready", HttpStatusCode.OK)]
    [InlineData("GET", "/health/live", HttpStatusCode.OK)]
    public async Task OtherRequests_AreAnsweredByTheirStatus(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        (await SendAsync(request)).Status.ShouldBe(status);
    }

    private static HttpRequestMessage Request(string path, string body, string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Add("X-Namespace", "default");
        return request;
    }

    private static HttpRequestMessage Preflight(string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/decode");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-namespace");
        return request;
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(',', answer.Headers.GetValues(name));

    private async Task StartAsync(char letter = 'a', string id = "k1", params IReadOnlyList<string> tokens)
    {
        var secret = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string(letter, 32)));
        var read = CodecServerOptions.From(name => name == "PAYLOAD_ENCRYPTION_KEY" ? $"{id}:{secret}" : null);
        var options = read with { Url = "http://127.0.0.1:0", Origins = [Ui], Tokens = tokens };
        _server = CodecServerHost.Build(options);
        await _server.StartAsync();
        _address = new Uri(_server.Urls.Single());
    }

    private async Task<Answer> PostAsync(string path, string body)
    {
        using var request = Request(path, body);
        return await SendAsync(request);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var answer = await RawAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new Answer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text);
    }

    private Task<HttpResponseMessage> RawAsync(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(_address!, request.RequestUri!);
        return _http.SendAsync(request);
    }

    private sealed record Answer(HttpStatusCode Status, string? MediaType, string Text)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    }
}
