namespace Sandbox.Tests.Stripe;

public sealed class ParameterTests : IAsyncLifetime
{
    private const string Good = "amount=5000&currency=usd";

    private StripeApi _stripe = null!;

    public async Task InitializeAsync() => _stripe = await StripeApi.StartAsync();

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Theory]
    [InlineData("currency=usd", "parameter_missing", "amount")]
    [InlineData("amount=5000", "parameter_missing", "currency")]
    [InlineData("amount=50.5&currency=usd", "parameter_invalid_integer", "amount")]
    [InlineData("amount=&currency=usd", "parameter_invalid_empty", "amount")]
    [InlineData("amount=-5&currency=usd", "parameter_invalid_integer", "amount")]
    [InlineData("amount=99999999999999999999&currency=usd", "parameter_invalid_integer", "amount")]
    [InlineData("amount=100000000&currency=usd", "amount_too_large", "amount")]
    [InlineData("amount=10&currency=usd", "amount_too_small", "amount")]
    [InlineData("amount=499&currency=krw", "amount_too_small", "amount")]
    [InlineData(Good + "&bogus=1", "parameter_unknown", "bogus")]
    [InlineData(Good + "&automatic_payment_methods[enabled]=true&automatic_payment_methods[x]=1",
        "parameter_unknown", "automatic_payment_methods[x]")]
    [InlineData(Good + "&payment_method_types[]=card", "payment_method_types_no_longer_supported", "payment_method_types")]
    [InlineData(Good + "&capture_method=whenever", null, "capture_method")]
    [InlineData(Good + "&confirm=maybe", null, "confirm")]
    [InlineData("amount=5000&currency=xxx", null, "currency")]
    [InlineData(Good + "&off_session=true", null, "off_session")]
    [InlineData(Good + "&statement_descriptor_suffix=12345678901234567890123", null, "statement_descriptor_suffix")]
    public async Task Create_WrongParameter_IsRefused(string form, string? code, string param)
    {
        var refused = await _stripe.PostAsync("/v1/payment_intents", form);

        refused.Status.ShouldBe(400);
        refused.Error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        refused.Error.GetProperty("param").GetString().ShouldBe(param);
        (refused.Error.TryGetProperty("code", out var found) ? found.GetString() : null).ShouldBe(code);
    }

    [Fact]
    public async Task Create_MethodTypesWithAnOldVersion_IsTaken() =>
        (await _stripe.PostAsync("/v1/payment_intents", Good + "&payment_method_types[]=card", version: "2023-08-16"))
            .Status.ShouldBe(200);

    [Theory]
    [InlineData("amount=%zz&currency=usd")]
    [InlineData("amount=%ff&currency=usd")]
    [InlineData("amount[=1")]
    [InlineData("[a]=1")]
    [InlineData("a[b]c=1")]
    [InlineData("a[a][a][a][a][a][a][a][a][a][a]=1")]
    [InlineData("%00=1")]
    public async Task Form_Malformed_IsRefused(string form) =>
        (await _stripe.PostAsync("/v1/payment_intents", form)).Status.ShouldBe(400);

    [Fact]
    public async Task Form_TooManyFields_IsRefused() => (await _stripe.PostAsync(
        "/v1/payment_intents", string.Join('&', Enumerable.Range(0, 1001).Select(i => $"metadata[k{i}]=v"))))
        .Status.ShouldBe(400);

    [Fact]
    public async Task Form_TooLarge_IsRefused() =>
        (await _stripe.PostAsync("/v1/payment_intents", "description=" + new string('x', 2 * 1024 * 1024)))
            .Status.ShouldBe(413);

    [Fact]
    public async Task Body_Json_IsRefused()
    {
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        var refused = await Answer.ReadAsync(await _stripe.Http.PostAsync("/v1/payment_intents", content));

        refused.Status.ShouldBe(400);
    }

    [Theory]
    [InlineData(51, 5, 5)]
    [InlineData(1, 41, 5)]
    [InlineData(1, 5, 501)]
    public async Task Metadata_OverItsLimits_IsRefused(int keys, int keyLength, int valueLength)
    {
        var fields = Enumerable.Range(0, keys)
            .Select(i => $"&metadata[{i.ToString("D" + keyLength)}]={new string('v', valueLength)}");

        (await _stripe.PostAsync("/v1/payment_intents", Good + string.Concat(fields))).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer nonsense", 401)]
    [InlineData("Bearer pk_test_x", 401)]
    [InlineData("Bearer sk_live_x", 401)]
    [InlineData("Digest x", 401)]
    [InlineData("Basic c2tfdGVzdF94Og==", 200)]
    [InlineData("Bearer rk_test_x", 200)]
    public async Task Key_Kinds_AreToldApart(string? authorization, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/payment_intents");
        using var client = new HttpClient { BaseAddress = _stripe.Http.BaseAddress };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        var answer = await Answer.ReadAsync(await client.SendAsync(request));

        answer.Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("GET", "/v1/unknown")]
    [InlineData("GET", "/")]
    [InlineData("DELETE", "/v1/payment_intents")]
    [InlineData("GET", "/v1/payment_intents/")]
    [InlineData("POST", "/v1/payment_intents/pi_1/explode")]
    public async Task Endpoint_Unknown_IsNotFound(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        (await Answer.ReadAsync(await _stripe.Http.SendAsync(request))).Status.ShouldBe(404);
    }
}
