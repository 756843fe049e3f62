namespace Sandbox.Tests.Stripe;

public sealed class ListTests : IAsyncLifetime
{
    private StripeApi _stripe = null!;

    public async Task InitializeAsync()
    {
        _stripe = await StripeApi.StartAsync();
        await _stripe.ControlAsync("search", """{"lagMs":0}""");
    }

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task List_Pages_NewestFirstWithoutGapOrRepeat()
    {
        var made = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            made.Add(await _stripe.CreateAsync());
        }

        var seen = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = await _stripe.GetAsync("/v1/payment_intents?limit=10" + cursor);
            seen.AddRange(Ids(page));
            if (!page.Json.GetProperty("has_more").GetBoolean())
            {
                break;
            }

            cursor = "&starting_after=" + seen[^1];
        }

        seen.ShouldBe(Enumerable.Reverse(made));
        Ids(await _stripe.GetAsync($"/v1/payment_intents?limit=2&ending_before={made[20]}")).ShouldBe([made[22], made[21]]);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=x")]
    [InlineData("starting_after=pi_none")]
    [InlineData("created[foo]=1")]
    [InlineData("metadata[a]=1")]
    [InlineData("expand[]=data.secrets")]
    public async Task List_WrongFilter_IsRefused(string query) =>
        (await _stripe.GetAsync("/v1/payment_intents?" + query)).Status.ShouldBeInRange(400, 404);

    [Fact]
    public async Task Search_ByMetadataAndStatus_FindsOnlyThat()
    {
        var id = await _stripe.AuthoriseAsync();
        await _stripe.CreateAsync();

        var found = await _stripe.GetAsync(
            "/v1/payment_intents/search?query=" + Uri.EscapeDataString("metadata['booking_id']:'b1' AND status:'requires_capture'"));

        found["object"].ShouldBe("search_result");
        Ids(found).ShouldBe([id]);
    }

    [Fact]
    public async Task Search_FreshWrite_IsNotSeenYet()
    {
        await _stripe.ControlAsync("search", """{"lagMs":3600000}""");
        await _stripe.CreateAsync();

        Ids(await _stripe.GetAsync("/v1/payment_intents/search?query=amount%3E1")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("metadata['a']:'b' OR status:'x'")]
    [InlineData("metadata['a]:'b'")]
    [InlineData("amount:'x'")]
    public async Task Search_WrongQuery_IsRefused(string query) =>
        (await _stripe.GetAsync("/v1/payment_intents/search?query=" + Uri.EscapeDataString(query))).Status.ShouldBe(400);

    private static string[] Ids(Answer page) =>
        [.. page.Json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
