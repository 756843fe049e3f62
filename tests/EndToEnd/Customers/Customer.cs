using Sagas.Harness;

namespace EndToEnd.Customers;

/// <summary>A customer at a browser, on the page of the bank.</summary>
internal static class Customer
{
    private static readonly HttpClient _browser = new();

    /// <summary>Comes to the page as soon as the booking shows it, whatever dies meanwhile, and approves.</summary>
    public static async Task ConfirmsAsync(RunningSystem system, string bookingId)
    {
        var waiting = await new BookingDesk(system).UntilAsync(
            bookingId, "waiting for its customer", seen => seen.NextUrl is not null, TimeSpan.FromMinutes(3));
        await ActsAsync(waiting.NextUrl!, "pass");
    }

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
