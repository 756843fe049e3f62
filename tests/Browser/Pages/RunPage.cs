using Microsoft.Playwright;

namespace Browser.Pages;

/// <summary>The pages of one run: a head with status and actions, and tabs below.</summary>
internal sealed class RunPage(IPage page)
{
    /// <summary>The badge of a status in the head.</summary>
    public ILocator Status(string status) =>
        page.Locator("header:has([data-testid='workflow-id-heading'])").GetByText(status, new() { Exact = true });

    /// <summary>Opens the history of a booking's latest run.</summary>
    public static Task<RunPage> OpenBookingAsync(IPage page, string bookingId) => OpenAsync(page, $"booking-{bookingId}");

    public static async Task<RunPage> OpenAsync(IPage page, string workflowId)
    {
        await page.GotoAsync($"{WorkflowList.Address}/{Uri.EscapeDataString(workflowId)}");
        await Assertions.Expect(page.GetByTestId("history-tab").First).ToBeVisibleAsync();
        return new RunPage(page);
    }

    public Task TabAsync(string name) => page.Locator($"[data-testid='{name}-tab']:visible").First.ClickAsync();

    /// <summary>Opens the dialog of the button: cancellation of an open run, reset of a closed one.</summary>
    public async Task<Dialog> ActAsync()
    {
        await page.Locator("#workflow-actions-primary-button:visible").ClickAsync();
        return Dialog.Of(page);
    }

    /// <summary>Opens the dialog of an action of the menu.</summary>
    public async Task<Dialog> ActAsync(string action)
    {
        await page.Locator("#workflow-actions-menu-button:visible").ClickAsync();
        await page.Locator($"[data-testid='{action}-button']:visible").ClickAsync();
        return Dialog.Of(page);
    }

    public Task ShowsAsync(string text) => page.ShowsAsync(text);
}
