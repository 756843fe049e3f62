using System.Text.Json;
using Sagas.Contracts;

namespace Sagas.Activities.Tests.Payments;

/// <summary>Cards that ask for their owner (3-D Secure), where the service has a page for the owner to come back to.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class CustomerActionTests(DatabaseFixture database, ProviderFixture providers)
{
    private Task<double> WaitingCountAsync() =>
        database.ScalarAsync<double>("select value from bookings.gauge_view where gauge = 'waiting_for_customer'");

    private const string Needy = "pm_card_authenticationRequired";
    private const string NeedyWithoutMoney = "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds";

    [Fact]
    public async Task Authorise_CardAsksForItsOwner_PageIsKeptAndNothingIsAuthorised()
    {
        var payment = await NewAsync();
        for (var time = 0; time < 2; time++)
        {
            (await payment.AuthoriseAsync(Needy)).Authorised.ShouldBeNull();
        }

        (await payment.IntentStatusesAsync()).ShouldBe(["requires_action"]);
        var (status, page) = await PaymentRowAsync(payment);
        status.ShouldBe("awaiting_customer");
        page.ShouldNotBeNull().ShouldContain("/3d_secure/pi_");
        providers.Recorder.Requests.ShouldContain(request =>
            request.Path.EndsWith("/confirm") && request.Body!.Contains("return_url=https%3A%2F%2Fshop.example%2F" + payment.Booking.Id));
        (await database.FactsAsync(payment.Booking.Id))
            .ShouldBe(["booking_opened", "payment_intent_created", "customer_action_required"]);
    }

    [Fact]
    public async Task Authorise_BookingBringsItsOwnPage_OwnerComesBackThere()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        (await payment.AuthoriseAsync(Needy, page: "https://own.example/{bookingId}?a=b")).Authorised.ShouldBeNull();
        providers.Recorder.Requests.ShouldContain(request => request.Path.EndsWith("/confirm")
            && request.Body!.Contains($"return_url=https%3A%2F%2Fown.example%2F{payment.Booking.Id}%3Fa%3Db"));
    }

    [Fact]
    public async Task Gauge_OfWaitingBookings_CountsThemWhileTheyWait()
    {
        var before = await WaitingCountAsync();
        var payment = await NewAsync();
        var intent = (await payment.AuthoriseAsync(Needy)).PaymentIntentId;
        (await WaitingCountAsync()).ShouldBe(before + 1);
        await providers.CustomerAsync(intent, "pass");
        await payment.CheckAsync();
        (await WaitingCountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Check_OwnerHasNotActed_StillWaits()
    {
        var payment = await NewAsync();
        await payment.AuthoriseAsync(Needy);

        (await payment.CheckAsync()).Authorised.ShouldBeNull();
    }

    [Fact]
    public async Task Check_OwnerApproved_IsAuthorisedAndThePageIsGone()
    {
        var payment = await WaitingAsync("pass");
        for (var time = 0; time < 2; time++)
        {
            (await payment.CheckAsync()).Authorised.ShouldBe(TestPayment.Total);
        }

        (await PaymentRowAsync(payment)).ShouldBe(("created", null));
        (await database.FactsAsync(payment.Booking.Id)).Count(fact => fact == "customer_acted").ShouldBe(1);
    }

    [Theory]
    [InlineData(Needy, "fail", "payment_intent_authentication_failure")]
    [InlineData(NeedyWithoutMoney, "pass", "insufficient_funds")]
    public async Task Check_OwnerFailedOrBankDeclinedAfterwards_RefusedWithTheCode(string card, string outcome, string detail)
    {
        var payment = await WaitingAsync(outcome, card);
        for (var time = 0; time < 2; time++)
        {
            var refused = await TestBooking.RefusedAsync(payment.CheckAsync, RefusalCodes.PaymentDeclined);
            refused.Details.ElementAt<string>(0).ShouldBe(detail);
        }

        (await PaymentRowAsync(payment)).ShouldBe(("declined", null));
    }

    [Fact]
    public async Task Expire_OwnerNeverActed_PaymentIsDead()
    {
        var payment = await NewAsync();
        await payment.AuthoriseAsync(Needy);
        for (var time = 0; time < 2; time++)
        {
            await TestBooking.RefusedAsync(payment.ExpireAsync, RefusalCodes.PaymentNotConfirmed);
        }

        (await payment.IntentStatusesAsync()).ShouldBe(["canceled"]);
    }

    [Fact]
    public async Task Expire_OwnerWasQuicker_IsAuthorised()
    {
        var payment = await WaitingAsync("pass");

        (await payment.ExpireAsync()).Authorised.ShouldBe(TestPayment.Total);

        (await payment.IntentStatusesAsync()).ShouldBe(["requires_capture"]);
    }

    [Theory]
    [InlineData(500, false, false, true)]
    [InlineData(500, true, false, false)]
    [InlineData(null, true, true, false)]
    public async Task Expire_ProviderFails_PaymentIsDeadInTheEnd(int? status, bool work, bool drop, bool stored)
    {
        var payment = await NewAsync();
        await payment.AuthoriseAsync(Needy);
        await payment.FailAsync("payment_intents.cancel", status, work: work, drop: drop, stored: stored);

        await TestBooking.RefusedAsync(
            () => AuthorisingTests.RetryAsync(payment.ExpireAsync), RefusalCodes.PaymentNotConfirmed);

        (await payment.IntentStatusesAsync()).ShouldBe(["canceled"]);
    }

    [Fact]
    public async Task Cancel_WhileTheOwnerIsAwaited_PaymentIsDeadAndThePageIsGone()
    {
        var payment = await NewAsync();
        await payment.AuthoriseAsync(Needy);

        await payment.CancelAsync();

        (await payment.IntentStatusesAsync()).ShouldBe(["canceled"]);
        (await PaymentRowAsync(payment)).ShouldBe(("cancelled", null));
    }

    [Fact]
    public async Task PaymentEvent_WhileTheOwnerIsAwaited_IsTakenUntilItIsHandled()
    {
        var payment = await NewAsync();
        var intent = (await payment.AuthoriseAsync(Needy)).PaymentIntentId;

        (await ReceiveAsync("evt_1" + intent, intent)).ShouldBe("awaited");
        (await ReceiveAsync("evt_1" + intent, intent)).ShouldBe("awaited");
        await database.ScalarAsync<object>("select bookings.payment_event_handled($1)::text", "evt_1" + intent);
        (await ReceiveAsync("evt_1" + intent, intent)).ShouldBe("handled");
        (await ReceiveAsync("evt_2" + intent, intent)).ShouldBe("awaited");
    }

    [Fact]
    public async Task PaymentEvent_OfACardThatNeedsNobody_WritesNothing()
    {
        var payment = await NewAsync();
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;

        (await ReceiveAsync("evt_" + intent, intent)).ShouldBe("not_awaited");

        (await database.ScalarAsync<long>("select count(*) from bookings.payment_events where intent_id = $1", intent)).ShouldBe(0);
    }

    private Task<TestPayment> NewAsync() =>
        TestPayment.NewAsync(database, providers, returnUrl: "https://shop.example/{bookingId}");

    private async Task<TestPayment> WaitingAsync(string outcome, string card = Needy)
    {
        var payment = await NewAsync();
        await providers.CustomerAsync((await payment.AuthoriseAsync(card)).PaymentIntentId, outcome);
        return payment;
    }

    private Task<string> ReceiveAsync(string eventId, string intent) => database.ScalarAsync<string>(
        "select outcome from bookings.receive_payment_event($1, 'payment_intent.amount_capturable_updated', $2)", eventId, intent);

    private async Task<(string Status, string? Page)> PaymentRowAsync(TestPayment payment)
    {
        var row = JsonSerializer.Deserialize<JsonElement>(await database.ScalarAsync<string>(
            "select jsonb_build_object('status', status, 'page', action_url)::text from bookings.payments where booking_id = $1",
            payment.Booking.Id));
        return (row.GetProperty("status").GetString()!, row.GetProperty("page").GetString());
    }
}
