using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Browser.Chromium;

/// <summary>
/// One browser window of one test. What goes wrong in it is told with what was to be seen: the page's address and text, the
/// faults of its scripts, and a screenshot.
/// </summary>
internal sealed class Visit
{
    private const int TextMax = 3000;

    /// <summary>Where a message of the browser driver goes on with the page's structure, which the text says shorter.</summary>
    private const string PageStructure = "Aria snapshot:";

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly IReadOnlyList<string> _hosts;

    private Visit(IPage page, IReadOnlyList<string> hosts)
    {
        Page = page;
        _hosts = hosts;
        page.PageError += (_, fault) => _faults.Enqueue($"script fault: {fault}");
        page.Request += (_, request) => NoteForeign(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Opens a window, does something in it, and closes it.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="hosts">Addresses of the UI and of what it may call; calls to any other are faults.</param>
    /// <param name="screenshots">Where a screenshot goes when it fails.</param>
    /// <param name="test">Name of the test.</param>
    /// <param name="act">What is done.</param>
    public static async Task PayAsync(
        IBrowser browser, IReadOnlyList<string> hosts, string screenshots, string test, Func<IPage, Task> act)
    {
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = hosts[0],
            Locale = "en-GB",
            TimezoneId = "UTC",
            ViewportSize = new() { Width = 1400, Height = 1000 },
        });
        var visit = new Visit(await context.NewPageAsync(), hosts);
        try
        {
            await act(visit.Page);
        }
        catch (Exception fault) when (fault is PlaywrightException or TimeoutException or ShouldAssertException)
        {
            throw new InvalidOperationException(await visit.TellAsync(fault, Path.Combine(screenshots, test + ".png")), fault);
        }

        visit._faults.ShouldBeEmpty(string.Join(Environment.NewLine, visit._faults));
    }

    private void NoteForeign(string url)
    {
        if (url.StartsWith("http", StringComparison.Ordinal) && !_hosts.Any(host => url.StartsWith(host, StringComparison.Ordinal)))
        {
            _faults.Enqueue($"call to another host: {url}");
        }
    }

    private async Task<string> TellAsync(Exception fault, string screenshot)
    {
        var text = await Page.Locator("body").InnerTextAsync();
        await Page.ScreenshotAsync(new() { Path = screenshot, FullPage = true });
        return $"""
            {fault.Message.Split(PageStructure)[0].TrimEnd()}
            on {Page.Url} (screenshot: {screenshot})
            {string.Join(Environment.NewLine, _faults)}
            --- what the page shows
            {string.Join('\n', text[..Math.Min(TextMax, text.Length)].Split('\n', StringSplitOptions.RemoveEmptyEntries))}
            """;
    }
}
