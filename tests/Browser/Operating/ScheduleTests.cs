using Browser.Chromium;
using Browser.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Browser.Operating;

public sealed class ScheduleTests(OperatorUi ui) : UiTest(ui)
{
    private const string Schedules = "/namespaces/default/schedules";

    [BrowserFact]
    public Task Schedule_MadeByTheForm_IsListedTriggeredPausedAndDeleted() => VisitAsync(async page =>
    {
        await CreateAsync(page);
        await page.ShowsAsync("1 Schedule");
        await page.GetByRole(AriaRole.Link, new() { Name = "nightly" }).First.ClickAsync();
        await Expect(page.GetByTestId("schedule-name")).ToBeVisibleAsync();

        await ActAsync(page, "trigger-schedule");
        await page.ShowsAsync("nightly-run-");

        await page.Locator("#schedule-actions-primary-button").ClickAsync();
        await page.Locator("#pause-reason").FillAsync("not tonight");
        await Dialog.Of(page).ConfirmAsync();
        await page.ShowsAsync("Paused");

        await ActAsync(page, "delete-schedule");
        await page.ShowsAsync("No Schedules Found");
    });

    private static async Task CreateAsync(IPage page)
    {
        await page.GotoAsync($"{Schedules}/create");
        await page.GetByTestId("schedule-name-input").FillAsync("nightly");
        await page.GetByTestId("schedule-type-input").FillAsync("Anything");
        await page.GetByTestId("schedule-workflow-id-input").FillAsync("nightly-run");
        await page.GetByTestId("schedule-task-queue-input").FillAsync("nobody");
        await page.GetByTestId("days-input").FillAsync("1");
        await page.GetByTestId("create-schedule-button").ClickAsync();
    }

    private static async Task ActAsync(IPage page, string action)
    {
        await page.Locator("#schedule-actions-menu-button").ClickAsync();
        await page.GetByTestId(action).ClickAsync();
        await Dialog.Of(page).ConfirmAsync();
    }
}
