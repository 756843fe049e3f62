using System.Text.Json;
using System.Text.RegularExpressions;
using EndToEnd.Customers;
using Sagas.Harness;

namespace EndToEnd.Operating;

/// <summary>The queries that the operators' guide says are worth saving.</summary>
public sealed partial class SavedQueryTests(SharedSystem shared) : SystemTest(shared)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Question by question, as the guide has them.</summary>
    private static readonly Dictionary<string, string> _queries =
        Row().Matches(File.ReadAllText(Path.Combine(Executable.Root, "docs/operating.md")))
            .ToDictionary(row => row.Groups[1].Value.Trim(), row => row.Groups[2].Value);

    [Fact]
    public async Task Queries_OfTheGuide_AreAllUnderstood()
    {
        _queries.Count.ShouldBeGreaterThan(10);
        using var temporal = new HttpClient { BaseAddress = new Uri(System.Urls.TemporalHttp) };
        foreach (var query in _queries.Values)
        {
            using var answer = await temporal.GetAsync($"/namespaces/default/workflow-count?query={Uri.EscapeDataString(query)}");
            answer.IsSuccessStatusCode.ShouldBeTrue($"{query}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Queries_OfTheGuide_FindWhatTheyAskFor()
    {
        var eventId = await Shared.EventAsync();
        var declined = await Desk.BookAsync(eventId, ["A-1"], card: "pm_card_chargeDeclined");
        var waiting = await Desk.PlaceAsync(eventId, ["A-2"], "pm_card_authenticationRequired");
        var awaited = await Desk.UntilAsync(waiting, "waiting for its customer", seen => seen.NextUrl is not null);
        var parked = await Desk.PlaceAsync(eventId, ["A-3"], email: "buyer@invalid.example");
        await Desk.UntilAsync(parked, "parked", booking => booking.Status == "needs_attention");

        await FindsAsync("What waits for a decision?", eventId, parked);
        await FindsAsync("… at which step, say the mail?", eventId, parked);
        await FindsAsync("Which bookings wait for their customer's 3-D Secure?", eventId, waiting);
        await FindsAsync("What is open for an event?", eventId, waiting, parked);
        await FindsAsync("Whose cards were declined for it?", eventId, declined.Id);
        await FindsAsync("Where is money at risk?", eventId);

        await Customer.ActsAsync(awaited.NextUrl!, "fail");
        await Desk.UntilFinalAsync(waiting);
        await RefundIsRefusedAsync(parked);
        await FindsAsync("Where is money at risk?", eventId, parked);
        await DecideAsync(parked, "retry");
        await Desk.UntilAsync(parked, "undone", booking => booking.Status == "cancelled");
        await FindsAsync("Where is money at risk?", eventId);
    }

    /// <summary>The tickets are void and the money is still ours.</summary>
    private async Task RefundIsRefusedAsync(string parked)
    {
        await System.Stripe.FailAsync("""{"operation":"refunds.create","times":1,"status":400}""");
        await DecideAsync(parked, "compensate");
    }

    private async Task DecideAsync(string parked, string how) => await Eventually.HoldsAsync(
        $"support may {how}", _patience, async () => (await System.Support.PostAsync(
            $"/v1/support/bookings/{parked}/{how}", """{"reason":"as the test wants"}""")).Status == 202);

    private Task FindsAsync(string question, string eventId, params string[] bookings) => Eventually.HoldsAsync(
        $"'{question}' finds {bookings.Length} bookings of {eventId}", _patience, async () =>
            (await FoundAsync(_queries[question], eventId)).Order().SequenceEqual(bookings.Select(id => $"booking-{id}").Order()));

    private async Task<string[]> FoundAsync(string query, string eventId)
    {
        var ofEvent = $"{query.Replace("\"demo\"", $"\"{eventId}\"", StringComparison.Ordinal)} AND EventId = \"{eventId}\"";
        using var temporal = new HttpClient { BaseAddress = new Uri(System.Urls.TemporalHttp) };
        using var answer = JsonDocument.Parse(
            await temporal.GetStringAsync($"/namespaces/default/workflows?query={Uri.EscapeDataString(ofEvent)}"));
        return answer.RootElement.TryGetProperty("executions", out var found)
            ? [.. found.EnumerateArray().Select(one => one.GetProperty("execution").GetProperty("workflowId").GetString()!)]
            : [];
    }

    [GeneratedRegex(@"^\| ([^|]+\?) \| `([^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
