using System.Text.RegularExpressions;
using Sagas.Harness;

namespace EndToEnd.Customers;

/// <summary>Cards that ask for their owner, through all processes: page, webhook, saga.</summary>
public sealed class ThreeDSecureTests(SharedSystem shared) : SystemTest(shared)
{
    private const string Needy = "pm_card_authenticationRequired";

    [Fact]
    public async Task Customer_Approves_WebhookBringsTheBookingToItsEnd()
    {
        var id = await Desk.PlaceAsync(await Shared.EventAsync(), ["A-1"], Needy);
        var waiting = await WaitingAsync(id);
        waiting.Status.ShouldBe("pending");

        var back = await Customer.ActsAsync(waiting.NextUrl!, "pass");

        back.Query.ShouldContain("booking=" + id);
        back.Query.ShouldContain("redirect_status=succeeded");
        var booking = await Desk.UntilAsync(id, "confirmed", seen => seen.Status == "confirmed");
        booking.NextUrl.ShouldBeNull();
        (await EventsAsync(id)).ShouldBe(1, "the saga was told, long before it looked by itself");
        await Desk.UntilFinalAsync(id);
    }

    [Fact]
    public async Task Customer_Fails_IsRejectedAndUndone()
    {
        var eventId = await Shared.EventAsync();
        var id = await Desk.PlaceAsync(eventId, ["A-1"], Needy);

        await Customer.ActsAsync((await WaitingAsync(id)).NextUrl!, "fail");

        var booking = await Desk.UntilFinalAsync(id);
        booking.Status.ShouldBe("rejected");
        booking.Reason.ShouldBe("PaymentDeclined");
        booking.ReasonDetail.ShouldBe("payment_intent_authentication_failure");
        booking.Compensations.ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
        (await Desk.SeatsAsync(eventId))["A-1"].ShouldBe("free");
    }

    [Fact]
    public async Task Worker_KilledWhileTheCustomerIsAwaited_NothingIsLost()
    {
        var eventId = await Shared.EventAsync();
        var id = await Desk.PlaceAsync(eventId, ["A-1"], Needy);
        var waiting = await WaitingAsync(id);
        var killed = System.Pids()["worker"];

        Signals.Send(killed, Signals.Kill).ShouldBeTrue();
        await Customer.ActsAsync(waiting.NextUrl!, "pass");

        (await Desk.UntilFinalAsync(id)).Status.ShouldBe("confirmed");
        System.Pids()["worker"].ShouldNotBe(killed);
        var intents = (await System.Stripe.DumpAsync(id)).GetProperty("payment_intents");
        intents.GetArrayLength().ShouldBe(1);
        intents[0].GetProperty("amount_received").GetInt64().ShouldBe(intents[0].GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task BookVerb_PrintsThePageAndGoesOnWhenItIsApproved()
    {
        var start = Executable.Start(
            "book", "--state", System.State, "--event", await Shared.EventAsync(), "--seats", "A-1,A-2",
            "--email", "buyer@example.org", "--payment", Needy);
        using var book = global::System.Diagnostics.Process.Start(start)!;
        book.ErrorDataReceived += (_, _) => { };
        book.BeginErrorReadLine();
        string? page = null;
        while (page is null && await book.StandardOutput.ReadLineAsync() is { } line)
        {
            page = Regex.Match(line, "http://\\S+/3d_secure/pi_\\w+") is { Success: true } match ? match.Value : null;
        }

        await Customer.ActsAsync(page.ShouldNotBeNull(), "pass");

        var rest = await book.StandardOutput.ReadToEndAsync();
        await book.WaitForExitAsync();
        book.ExitCode.ShouldBe(0, rest);
        rest.ShouldContain("Confirmed:");
    }

    private Task<Booking> WaitingAsync(string id) => Desk.UntilAsync(id, "waiting for its customer", seen => seen.NextUrl is not null);

    private async Task<long> EventsAsync(string id)
    {
        await using var command = System.Database.CreateCommand(
            "select count(*) from bookings.payment_events where booking_id = $1 and handled_at is not null");
        command.Parameters.Add(new() { Value = id });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
