using System.Net.Http.Json;
using System.Text.Json;
using Sagas.Harness;

namespace EndToEnd.Encryption;

public sealed class EncryptionTests(EncryptedSystem encrypted) : IClassFixture<EncryptedSystem>
{
    private const string Name = "Zebulon Quartermaine";
    private const string Email = "zebulon@quartermaine.example";
    private const string Refused = "zebulon+refuse@quartermaine.example";

    private RunningSystem System => encrypted.System;

    [Fact]
    public async Task Bookings_OfEveryOutcome_TemporalKeepsNeitherNameNorAddress()
    {
        await encrypted.Desk.UntilFinalAsync(await PlaceAsync("A-1", Email));
        await encrypted.Desk.UntilFinalAsync(await PlaceAsync("A-2", Email, "pm_card_chargeDeclined"));
        await TroubledAsync("A-3");
        await CorrectedAsync("A-4");
        foreach (var word in new[] { "Zebulon", "zebulon", "Quartermaine", "quartermaine" })
        {
            (await TemporalStore.TablesWithAsync(System.Database, word)).ShouldBeEmpty(word);
        }

        (await TemporalStore.TablesWithAsync(System.Database, "encryption-key-id")).ShouldContain("temporal.history");
        (await Soundness.CheckAsync(System)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Worker_WithoutTheKeyAndThenWithANewOne_FailsClearlyAndThenFinishesTheBooking()
    {
        await using var worker = OwnPart.TakeOver(System);
        worker.Start(variables: EncryptedSystem.WithoutKey);
        var id = await PlaceAsync("A-5", Email);
        var line = await worker.SaysAsync($"booking-{id}", BookingDesk.Patience);
        line.ShouldContain("and this process has no key: set PAYLOAD_ENCRYPTION_KEY");
        (await encrypted.Desk.FindAsync(id))!.Status.ShouldBe("pending");
        await worker.KillAsync();

        worker.Start(variables: EncryptedSystem.Rotated);
        (await encrypted.Desk.UntilFinalAsync(id)).Status.ShouldBe("confirmed");
        // The booking is confirmed before its mail is sent and its workflow ends.
        await encrypted.Workflow(id).GetResultAsync();
        var history = await encrypted.Workflow(id).FetchHistoryAsync();
        KeyIdOf(history.Events.First().WorkflowExecutionStartedEventAttributes.Input.Payloads_[0]).ShouldBe("old");
        KeyIdOf(history.Events.Last().WorkflowExecutionCompletedEventAttributes.Result.Payloads_[0]).ShouldBe("new");
        (await Soundness.CheckAsync(System)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CodecServer_AskedByTheTemporalUi_ShowsWhatTemporalCannot()
    {
        var id = await PlaceAsync("A-6", Email);
        using var ui = new HttpClient { BaseAddress = new Uri(System.Urls.TemporalUi) };
        var settings = await ui.GetFromJsonAsync<JsonElement>("/api/v1/settings");
        settings.GetProperty("Codec").GetProperty("Endpoint").GetString().ShouldBe(System.Urls.Codec);
        var history = await ui.GetFromJsonAsync<JsonElement>($"/api/v1/namespaces/default/workflows/booking-{id}/history");
        var input = history.GetProperty("history").GetProperty("events")[0]
            .GetProperty("workflowExecutionStartedEventAttributes").GetProperty("input");

        using var request = new HttpRequestMessage(HttpMethod.Post, System.Urls.Codec + "/decode")
        {
            Content = JsonContent.Create(input),
            Headers = { { "Origin", System.Urls.TemporalUi }, { "X-Namespace", "default" } },
        };
        using var answer = await ui.SendAsync(request);

        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([System.Urls.TemporalUi]);
        var decoded = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("payloads")[0];
        var command = JsonDocument.Parse(decoded.GetProperty("data").GetBytesFromBase64()).RootElement;
        command.GetProperty("Customer").GetProperty("Name").GetString().ShouldBe(Name);
        await encrypted.Desk.UntilFinalAsync(id);
    }

    private static string KeyIdOf(Temporalio.Api.Common.V1.Payload payload) => payload.Metadata["encryption-key-id"].ToStringUtf8();

    /// <summary>Failures that are kept while an activity is tried again, with a provider that repeats what it was told.</summary>
    private async Task TroubledAsync(string seat)
    {
        var words = $$"""{"errors":[{"message":"{{Name}} <{{Email}}> cannot be served","field":null}]}""";
        await System.SendGrid.FailAsync(
            $$"""{"operation":"mail.send","times":2,"status":429,"body":{{words}}}""");
        await encrypted.Desk.UntilFinalAsync(await PlaceAsync(seat, Email));
    }

    /// <summary>The mail is refused for good, and support gives another address: an update, and its decision, hold one.</summary>
    private async Task CorrectedAsync(string seat)
    {
        var id = await PlaceAsync(seat, Refused);
        await encrypted.Desk.UntilAsync(id, "parked", booking => booking.Status == "needs_attention");
        var retried = await System.Support.PostAsync(
            $"/v1/support/bookings/{id}/retry", $$"""{"reason":"typing error","email":"{{Email}}"}""");
        retried.Status.ShouldBe(202, retried.Text);
        await encrypted.Desk.UntilFinalAsync(id);
    }

    private async Task<string> PlaceAsync(string seat, string email, string card = "pm_card_visa")
    {
        var body = ApiClient.Body(EncryptedSystem.EventId, [seat], card, email, name: Name);
        var answer = await System.Api.PostAsync("/v1/bookings", body, Guid.NewGuid().ToString("N"));
        answer.Status.ShouldBe(202, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }
}
