using Microsoft.Playwright;

namespace Browser.Pages;

/// <summary>The list of workflows.</summary>
internal sealed class WorkflowList(IPage page)
{
    public const string Address = "/namespaces/default/workflows";

    public ILocator Rows => page.GetByTestId("workflows-summary-configurable-table-row");

    public ILocator Count => page.GetByTestId("workflow-count");

    /// <summary>The number of workflows of a status, above the list.</summary>
    public ILocator CountOf(string status) => page.GetByTestId($"workflow-status-{status}").First;

    public static async Task<WorkflowList> OpenAsync(IPage page, string query)
    {
        await page.GotoAsync($"{Address}?query={Uri.EscapeDataString(query)}");
        return new WorkflowList(page);
    }

    /// <summary>Adds a condition by the menu.</summary>
    public async Task FilterAsync(string attribute, string value)
    {
        await page.Locator("#search-attribute-filter-button").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = attribute, Exact = true }).ClickAsync();
        await page.GetByTestId("text-filter").FillAsync(value);
        await page.GetByTestId("text-filter").PressAsync("Enter");
    }

    public Task SelectAsync(string workflowId) =>
        // The box itself is hidden behind its drawing.
        page.GetByLabel($"Select Workflow {workflowId}").CheckAsync(new() { Force = true });

    public async Task CancelSelectedAsync()
    {
        await page.GetByTestId("bulk-cancel-button").ClickAsync();
        await Dialog.Of(page).ConfirmAsync();
    }
}
