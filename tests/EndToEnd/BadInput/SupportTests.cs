namespace EndToEnd.BadInput;

public sealed class SupportTests(SharedSystem shared) : BadInputTest(shared)
{
    [Fact]
    public async Task Decision_OfGarbage_IsRefusedAndTheBookingStaysParked()
    {
        var id = await Desk.PlaceAsync(
            await Shared.EventAsync(), ["A-1"], email: "buyer@invalid.example", onDeliveryFailure: "park");
        await Desk.UntilAsync(id, "parked", booking => booking.Status == "needs_attention");
        var complaints = new List<string?>();
        foreach (var action in new[] { "retry", "compensate" })
        {
            foreach (var body in Garbage().Concat(action == "compensate" ? ["{\"reason\":\"x\",\"email\":\"a@b.co\"}"] : []))
            {
                complaints.Add(await ComplaintAsync(
                    $"{action} {body}", Decide($"{id}/{action}", body), "invalid-body"));
            }

            foreach (var other in new[] { "x", "bk_" + new string('0', 32), new string('x', 5_000), "%0a" })
            {
                complaints.Add(await ComplaintAsync(
                    $"{action} {other}", Decide($"{other}/{action}", "{\"reason\":\"x\"}"), "unknown-booking"));
            }

            complaints.Add(await ComplaintAsync($"{action} of another case", Decide($"{id}/{action}", "{\"reason\":\"x\",\"case\":77}")));
        }

        foreach (var status in new[] { "", "nonsense", "'", "%00", new string('s', 4_000) })
        {
            complaints.Add(await StatusAsync(status));
        }

        complaints.Where(complaint => complaint is not null).ShouldBeEmpty();
        (await Desk.FindAsync(id))!.Status.ShouldBe("needs_attention");
        var undone = await AnswerAsync(Decide($"{id}/compensate", "{\"reason\":\"the test is over\"}"));
        undone.Status.ShouldBe(202, undone.Text);
        await Desk.UntilAsync(id, "undone", booking => booking.IsFinal);
    }

    private static string[] Garbage() =>
    [
        "", "{", "[]", "{}", "{\"reason\":\"\"}", "{\"reason\":1}", "{\"reason\":null}", $"{{\"reason\":\"{new string('r', 1_001)}\"}}",
        "{\"reason\":\"x\",\"case\":-1}", "{\"reason\":\"x\",\"case\":2147483648}", "{\"reason\":\"x\",\"case\":1.5}",
        "{\"reason\":\"x\",\"case\":\"1\"}", "{\"reason\":\"x\",\"case\":1e99}", "{\"reason\":\"x\",\"email\":1,\"unknown\":2}",
        "{\"reason\":\"x\",\"email\":\"no body@\"}",
    ];

    private HttpRequestMessage Decide(string path, string body) =>
        Post($"/v1/support/bookings/{path}", Json(body), System.Keys.Support);

    private async Task<string?> StatusAsync(string status)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/support/bookings?status={status}");
        request.Headers.Authorization = new("Bearer", System.Keys.Support);
        return await ComplaintAsync($"status {status}", request, "bad-request");
    }
}
