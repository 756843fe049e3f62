using Microsoft.Playwright;

namespace Browser.Pages;

/// <summary>
/// The dialog that is open. The run's page holds each of them twice, for wide and for narrow windows, so everything is
/// looked for in the visible one.
/// </summary>
internal sealed class Dialog(IPage page)
{
    public static Dialog Of(IPage page) => new(page);

    public Task FillAsync(string testId, string value) => Visible($"[data-testid='{testId}']").FillAsync(value);

    /// <summary>Picks an entry of a select.</summary>
    public async Task PickAsync(string testId, string option)
    {
        await Visible($"[data-testid='{testId}-button']").ClickAsync();
        await page.Locator($"[role=option]:visible", new() { HasText = option }).First.ClickAsync();
    }

    /// <summary>Types JSON into the editor of an input.</summary>
    public async Task TypeAsync(string json)
    {
        await Visible(".cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync(json);
    }

    public async Task ConfirmAsync()
    {
        await Visible("[data-testid='confirm-modal-button']").ClickAsync();
        await Assertions.Expect(page.Locator("[data-testid='confirm-modal-button']:visible")).ToHaveCountAsync(0);
    }

    private ILocator Visible(string selector) => page.Locator($"{selector}:visible").First;
}
