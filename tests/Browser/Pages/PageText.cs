using Microsoft.Playwright;

namespace Browser.Pages;

internal static class PageText
{
    /// <summary>Waits until a text is to be seen somewhere on the page.</summary>
    public static async Task ShowsAsync(this IPage page, string text)
    {
        try
        {
            await page.WaitForFunctionAsync("text => document.body.innerText.includes(text)", text);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The page never showed '{text}'.");
        }
    }
}
