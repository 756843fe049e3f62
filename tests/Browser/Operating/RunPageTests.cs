using System.Text;
using System.Text.Json;
using Browser.Chromium;
using Browser.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Browser.Operating;

public sealed class RunPageTests(OperatorUi ui) : UiTest(ui)
{
    [BrowserFact]
    public async Task Run_OfAConfirmedBooking_ShowsInputResultTimelineAndHistory()
    {
        var booking = await Desk.BookAsync(await Ui.EventAsync(), ["A-1"]);

        await VisitAsync(async page =>
        {
            var run = await RunPage.OpenBookingAsync(page, booking.Id);
            await Expect(run.Status("Completed")).ToBeVisibleAsync();
            await run.ShowsAsync("\"PaymentMethod\": \"pm_card_visa\"");
            await run.ShowsAsync("\"Status\": \"confirmed\"");
            await run.ShowsAsync(booking.Tickets[0]);
            await run.ShowsAsync("Capture 120.00 EUR");
            await run.ShowsAsync("Workflow Execution Completed");
        });
    }

    [BrowserFact]
    public async Task Run_WithEncryptedPayloads_IsDecodedInTheBrowserOnly()
    {
        var booking = await Desk.BookAsync(await Ui.EventAsync(), ["A-1"], email: "secret@example.org");

        var input = await InputAsTemporalHasItAsync(booking.Id);
        Text(input.GetProperty("metadata").GetProperty("encoding")).ShouldBe("binary/encrypted");
        Text(input.GetProperty("data")).ShouldNotContain("secret@example.org");
        await VisitAsync(async page =>
        {
            var run = await RunPage.OpenBookingAsync(page, booking.Id);
            await run.ShowsAsync("secret@example.org");
        });
    }

    [BrowserFact]
    public async Task Run_OfAParkedBooking_SaysInWordsWhatItWaitsFor()
    {
        var id = await ParkedAsync(await Ui.EventAsync(), "A-1");

        await VisitAsync(async page =>
        {
            await RunPage.OpenBookingAsync(page, id);
            await page.GetByRole(AriaRole.Button, new() { Name = "Current Details" }).ClickAsync();
            var words = page.FrameLocator("iframe[title=output]").Locator("body");
            await Expect(words).ToContainTextAsync("Needs attention: deliver-tickets is stuck since");
            await Expect(words).ToContainTextAsync("Seat A-1: sold to this booking");
            (await words.EvaluateAsync<bool>("() => document.documentElement.scrollHeight <= window.innerHeight"))
                .ShouldBeTrue("the frame cuts its text off");
        });
    }

    [BrowserFact]
    public async Task Run_OfAParkedBooking_AnswersQueriesAndShowsWhereItWaits()
    {
        var id = await ParkedAsync(await Ui.EventAsync(), "A-1");

        await VisitAsync(async page =>
        {
            var run = await RunPage.OpenBookingAsync(page, id);
            await Expect(run.Status("Running")).ToBeVisibleAsync();
            await run.TabAsync("metadata");
            await run.ShowsAsync("\"SagaState\": \"needs_attention\"");
            await run.ShowsAsync("\"SagaStep\": \"deliver-tickets\"");

            await run.TabAsync("queries");
            await page.GetByRole(AriaRole.Button, new() { Name = "Run Query" }).ClickAsync();
            await run.ShowsAsync("\"Step\": \"deliver-tickets\"");

            await run.TabAsync("call-stack");
            await run.ShowsAsync(".ParkAsync(");

            await run.TabAsync("workers");
            await run.ShowsAsync("Task Queue: bookings");
        });
    }

    [BrowserFact]
    public async Task Run_WhileAPaymentIsTriedAgain_ShowsAttemptsAndTheLastFailure()
    {
        var eventId = await Ui.EventAsync();
        await BreakPaymentsAsync();
        var id = await StuckAsync(eventId, "A-1");
        await UntilTriedAgainAsync(id);

        await VisitAsync(async page =>
        {
            var run = await RunPage.OpenBookingAsync(page, id);
            await run.TabAsync("pending-activities");
            await run.ShowsAsync("AuthorisePayment");
            await run.ShowsAsync("of Unlimited");
            await page.GetByRole(AriaRole.Button, new() { Name = "Last Failure" }).First.ClickAsync();
            await run.ShowsAsync("\"type\": \"ProviderUnknown\"");
        });
    }

    [BrowserFact]
    public async Task Run_ThatGoesOnWhileItIsWatched_IsFollowedWithoutReloading()
    {
        var eventId = await Ui.EventAsync();
        await BreakPaymentsAsync();
        var id = await StuckAsync(eventId, "A-1");

        await VisitAsync(async page =>
        {
            var run = await RunPage.OpenBookingAsync(page, id);
            await Expect(run.Status("Running")).ToBeVisibleAsync();
            await page.EvaluateAsync("window.sameDocument = true");

            await System.Stripe.HealAsync();

            await Expect(run.Status("Completed")).ToBeVisibleAsync();
            await run.ShowsAsync("Workflow Execution Completed");
            (await page.EvaluateAsync<bool>("window.sameDocument === true")).ShouldBeTrue();
        });
    }

    private async Task<JsonElement> InputAsTemporalHasItAsync(string bookingId)
    {
        using var http = new HttpClient();
        var history = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(
            $"{System.Urls.TemporalUi}/api/v1/namespaces/default/workflows/booking-{bookingId}/history")));
        return history.GetProperty("history").GetProperty("events")[0]
            .GetProperty("workflowExecutionStartedEventAttributes").GetProperty("input").GetProperty("payloads")[0];
    }

    private static string Text(JsonElement base64) => Encoding.UTF8.GetString(base64.GetBytesFromBase64());
}
