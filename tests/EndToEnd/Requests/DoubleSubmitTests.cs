using Sagas.Harness;

namespace EndToEnd.Requests;

public sealed class DoubleSubmitTests(SharedSystem shared) : SystemTest(shared)
{
    [Fact]
    public async Task SameKeyInParallel_OneBooking()
    {
        var body = ApiClient.Body(await Shared.EventAsync(), ["A-1"], "pm_card_visa", "twice@example.org");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            System.Api.PostAsync("/v1/bookings", body, "double-1", wait: 30)));

        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 201 || answer.Status == 409);
        var ids = answers.Where(answer => answer.Status < 300).Select(answer => answer.Json.GetProperty("id").GetString());
        ids.Distinct().ShouldHaveSingleItem();
        (await System.SendGrid.GetAsync("/_sandbox/mails?to=twice@example.org")).GetProperty("mails").GetArrayLength().ShouldBe(1);
        (await System.Api.PostAsync("/v1/bookings", body, "double-1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task SameKeyOtherBody_IsRefused()
    {
        var eventId = await Shared.EventAsync();
        await System.Api.PostAsync("/v1/bookings", Body("A-1"), "double-2", wait: 30);

        var refused = await System.Api.PostAsync("/v1/bookings", Body("A-2"), "double-2");

        refused.Status.ShouldBe(422);
        refused.Problem.ShouldBe("idempotency-key-reused");
        (await Desk.SeatsAsync(eventId))["A-2"].ShouldBe("free");

        string Body(string seat) => ApiClient.Body(eventId, [seat], "pm_card_visa", "b@example.org");
    }

    [Fact]
    public async Task NoKey_IsRefused()
    {
        var refused = await System.Api.PostAsync(
            "/v1/bookings", ApiClient.Body(await Shared.EventAsync(), ["A-1"], "pm_card_visa", "b@example.org"));

        refused.Status.ShouldBe(422);
        refused.Problem.ShouldBe("idempotency-key-missing");
    }
}
