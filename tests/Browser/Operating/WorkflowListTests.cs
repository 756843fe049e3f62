using Browser.Chromium;
using Browser.Pages;
using static Microsoft.Playwright.Assertions;

namespace Browser.Operating;

public sealed class WorkflowListTests(OperatorUi ui) : UiTest(ui)
{
    [BrowserFact]
    public async Task List_OfAnEventsBookings_CountsThemByStatusAndFiltersThem()
    {
        var eventId = await Ui.EventAsync();
        await Desk.BookAsync(eventId, ["A-1"]);
        await Desk.BookAsync(eventId, ["A-2"], card: "pm_card_chargeDeclined");
        var parked = await ParkedAsync(eventId, "A-3");

        await VisitAsync(async page =>
        {
            var list = await WorkflowList.OpenAsync(page, $"EventId=\"{eventId}\"");
            await Expect(list.Count).ToHaveTextAsync("3");
            await Expect(list.CountOf("Running")).ToContainTextAsync("1 Running");
            await Expect(list.CountOf("Completed")).ToContainTextAsync("2 Completed");

            await list.FilterAsync("SagaState", "needs_attention");
            await Expect(list.Rows).ToHaveCountAsync(1);
            await Expect(list.Rows.First).ToContainTextAsync($"booking-{parked}");
        });
    }

    [BrowserFact]
    public async Task List_CancellationOfSelectedBookings_UndoesThem()
    {
        var eventId = await Ui.EventAsync();
        await BreakPaymentsAsync();
        string[] stuck = [await StuckAsync(eventId, "A-1"), await StuckAsync(eventId, "A-2")];

        await VisitAsync(async page =>
        {
            var list = await WorkflowList.OpenAsync(page, $"EventId=\"{eventId}\"");
            await Expect(list.Rows).ToHaveCountAsync(2);
            foreach (var id in stuck)
            {
                await list.SelectAsync($"booking-{id}");
            }

            await list.CancelSelectedAsync();

            await page.GotoAsync("/namespaces/default/batch-operations");
            await page.Locator("a[href*='/batch-operations/']").First.ClickAsync();
            await page.ShowsAsync("2 succeeded");
        });
        await System.Stripe.HealAsync();
        foreach (var id in stuck)
        {
            (await Desk.UntilFinalAsync(id)).Status.ShouldBe("cancelled");
        }
    }
}
