namespace EndToEnd.Customers;

/// <summary>A customer at a browser, on the page of the bank.</summary>
internal static class Customer
{
    private static readonly HttpClient _browser = new();

    /// <summary>Presses one of the two buttons, and ends on the page that the customer is sent back to.</summary>
    /// <param name="page">The 3-D Secure page.</param>
    /// <param name="outcome">`pass` or `fail`.</param>
    public static async Task<Uri> ActsAsync(string page, string outcome)
    {
        (await _browser.GetStringAsync(page)).ShouldContain("Confirm your payment");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("outcome", outcome)]);
        using var answer = await _browser.PostAsync(page, form);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        return answer.RequestMessage!.RequestUri!;
    }
}
