using Browser.Chromium;
using Browser.Pages;
using static Microsoft.Playwright.Assertions;

namespace Browser.Operating;

public sealed class ActionTests(OperatorUi ui) : UiTest(ui)
{
    [BrowserFact]
    public async Task Cancel_BeforeAnythingIsCharged_UndoesTheBooking()
    {
        var eventId = await Ui.EventAsync();
        await BreakPaymentsAsync();
        var id = await StuckAsync(eventId, "A-1");

        await VisitAsync(async page =>
        {
            var run = await RunPage.OpenBookingAsync(page, id);
            await (await run.ActAsync()).ConfirmAsync();
            await run.ShowsAsync("Workflow Execution Cancel Requested");
            await System.Stripe.HealAsync();
            await Expect(run.Status("Completed")).ToBeVisibleAsync();
            await run.ShowsAsync("\"Status\": \"cancelled\"");
        });
        (await Desk.UntilFinalAsync(id)).Status.ShouldBe("cancelled");
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("free");
    }

    [BrowserFact]
    public async Task Update_OfAParkedBooking_CarriesOutTheDecision()
    {
        var id = await ParkedAsync(await Ui.EventAsync(), "A-1");

        await VisitAsync(async page =>
        {
            var run = await RunPage.OpenBookingAsync(page, id);
            var dialog = await run.ActAsync("update");
            await dialog.PickAsync("update-select", "compensate");
            await dialog.TypeAsync("""{"Case": 1, "Who": "operator", "Why": "the buyer asked for it"}""");
            await dialog.ConfirmAsync();

            await run.ShowsAsync("Workflow Execution Update Completed");
            await Expect(run.Status("Completed")).ToBeVisibleAsync();
        });
        var booking = await Desk.UntilFinalAsync(id);
        booking.Status.ShouldBe("cancelled");
        booking.Compensations.ShouldContain("refund-payment");
    }

    [BrowserFact]
    public async Task Reset_OfAConfirmedBooking_RunsAgainWithoutAnySecondEffect()
    {
        var booking = await Desk.BookAsync(await Ui.EventAsync(), ["A-1"]);

        await VisitAsync(async page =>
        {
            var run = await RunPage.OpenBookingAsync(page, booking.Id);
            var dialog = await run.ActAsync();
            await dialog.PickAsync("workflow-reset-event-id-select", "4 - WorkflowTaskCompleted");
            await dialog.FillAsync("reset-reason", "to see it again");
            await dialog.ConfirmAsync();

            var again = await RunPage.OpenBookingAsync(page, booking.Id);
            await again.ShowsAsync("to see it again");
            await Expect(again.Status("Completed")).ToBeVisibleAsync();
            await again.ShowsAsync(booking.Tickets[0]);
        });
        (await Desk.UntilFinalAsync(booking.Id)).Tickets.ShouldBe(booking.Tickets);
    }

    [BrowserFact]
    public async Task Start_ByTheForm_IsThereToBeSignalledAndTerminated()
    {
        const string id = "started/by hand";

        await VisitAsync(async page =>
        {
            await page.GotoAsync($"{WorkflowList.Address}/start-workflow");
            await page.GetByTestId("workflowId").FillAsync(id);
            await page.GetByTestId("taskQueue").FillAsync("nobody");
            await page.GetByTestId("workflowType").FillAsync("Anything");
            await Dialog.Of(page).TypeAsync("""{"from": "the form"}""");
            // Leaving the form before the server has answered would call the request off.
            await page.RunAndWaitForResponseAsync(
                () => page.GetByTestId("start-workflow-button").ClickAsync(),
                answer => answer is { Ok: true, Request.Method: "POST" } && answer.Url.Contains("/workflows/", StringComparison.Ordinal));

            var run = await RunPage.OpenAsync(page, id);
            await Expect(run.Status("Running")).ToBeVisibleAsync();
            await run.ShowsAsync("\"from\": \"the form\"");

            var signal = await run.ActAsync("signal");
            await signal.FillAsync("signal-name", "go-on");
            await signal.TypeAsync("""{"by": "operator"}""");
            await signal.ConfirmAsync();
            await run.ShowsAsync("Workflow Execution Signaled");

            var end = await run.ActAsync("terminate");
            await end.FillAsync("workflow-termination-reason", "not needed");
            await end.ConfirmAsync();
            await Expect(run.Status("Terminated")).ToBeVisibleAsync();
            await run.ShowsAsync("not needed");
        });
    }
}
