using Sagas.Activities.Support;
using Sagas.Contracts;
using Temporalio.Exceptions;

namespace Sagas.Activities.Tests.Payments;

[Collection(DatabaseCollection.Name)]
public sealed class AuthorisingTests(DatabaseFixture database, ProviderFixture providers)
{
    [Fact]
    public async Task Authorise_GoodCard_AuthorisedAndIntentStored()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var authorised = await payment.AuthoriseAsync();
        authorised.Authorised.ShouldBe(TestPayment.Total);
        (await payment.IntentStatusesAsync()).ShouldBe(["requires_capture"]);
        (await database.FactsAsync(payment.Booking.Id)).ShouldBe(["booking_opened", "payment_intent_created"]);
    }

    [Fact]
    public async Task Authorise_Twice_OneIntent()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var first = await payment.AuthoriseAsync();
        (await payment.AuthoriseAsync()).PaymentIntentId.ShouldBe(first.PaymentIntentId);
        (await payment.IntentStatusesAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("pm_card_visa_chargeDeclined", RefusalCodes.PaymentDeclined, "generic_decline")]
    [InlineData("pm_card_visa_chargeDeclinedInsufficientFunds", RefusalCodes.PaymentDeclined, "insufficient_funds")]
    [InlineData("pm_card_authenticationRequired", RefusalCodes.PaymentActionRequired, "authentication_required")]
    [InlineData("pm_card_no_such_thing", RefusalCodes.PaymentInvalid, "resource_missing")]
    public async Task Authorise_CardRefused_RefusedWithTheCode(string card, string code, string detail)
    {
        var payment = await TestPayment.NewAsync(database, providers);
        for (var time = 0; time < 2; time++)
        {
            var error = await TestBooking.RefusedAsync(() => payment.AuthoriseAsync(card), code);
            error.Details.ElementAt<string>(0).ShouldBe(detail);
        }

        (await payment.IntentStatusesAsync()).ShouldNotContain("requires_capture");
    }

    [Fact]
    public async Task Authorise_DeclinedThenOtherCardAsNextAttempt_Authorised()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        await TestBooking.RefusedAsync(
            () => payment.AuthoriseAsync("pm_card_visa_chargeDeclined"), RefusalCodes.PaymentDeclined);
        await payment.AuthoriseAsync(attempt: 2);
        (await payment.IntentStatusesAsync()).ShouldBe(["requires_capture", "requires_payment_method"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("payment_intents.create", false)]
    [InlineData("payment_intents.create", true)]
    [InlineData("payment_intents.confirm", false)]
    [InlineData("payment_intents.confirm", true)]
    public async Task Authorise_ServerErrorThenFine_AuthorisedOnce(string operation, bool work)
    {
        var payment = await TestPayment.NewAsync(database, providers);
        await payment.FailAsync(operation, status: 500, work: work);
        await RetryAsync(() => payment.AuthoriseAsync());
        (await payment.IntentStatusesAsync()).Count(status => status == "requires_capture").ShouldBe(1);
    }

    [Theory]
    [InlineData("payment_intents.create")]
    [InlineData("payment_intents.confirm")]
    public async Task Authorise_StoredServerError_NextKeyGeneration(string operation)
    {
        var payment = await TestPayment.NewAsync(database, providers);
        await payment.FailAsync(operation, status: 500, stored: true);
        await RetryAsync(() => payment.AuthoriseAsync());
        (await payment.IntentStatusesAsync()).Count(status => status == "requires_capture").ShouldBe(1);
    }

    [Fact]
    public async Task Authorise_ConfirmDoneButAnswerLost_AuthorisedByLooking()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        await payment.FailAsync("payment_intents.confirm", work: true, drop: true);
        await payment.AuthoriseAsync();
        (await payment.IntentStatusesAsync()).ShouldBe(["requires_capture"]);
    }

    [Fact]
    public async Task Authorise_CreateDoneButAnswerLost_OneIntentAfterRetry()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        await payment.FailAsync("payment_intents.create", work: true, drop: true);
        await RetryAsync(() => payment.AuthoriseAsync());
        (await payment.IntentStatusesAsync()).ShouldBe(["requires_capture"]);
    }

    [Fact]
    public async Task Authorise_RateLimited_ToBeTriedAgain()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        await payment.FailAsync("payment_intents.create", status: 429);
        var error = await Should.ThrowAsync<ApplicationFailureException>(() => payment.AuthoriseAsync());
        error.ErrorType.ShouldBe(FailureCodes.ProviderBusy);
        error.NonRetryable.ShouldBeFalse();
        await payment.AuthoriseAsync();
    }

    [Fact]
    public async Task Authorise_WrongApiKey_ToBeTriedAgainSlowly()
    {
        var payment = await TestPayment.NewAsync(database, providers, key: "nonsense");
        var error = await Should.ThrowAsync<ApplicationFailureException>(() => payment.AuthoriseAsync());
        error.ErrorType.ShouldBe(FailureCodes.ProviderCredentials);
        error.NextRetryDelay.ShouldNotBeNull();
        error.Message.ShouldNotContain("nonsense");
    }

    internal static async Task<T> RetryAsync<T>(Func<Task<T>> activity)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await activity();
            }
            catch (ApplicationFailureException error) when (!error.NonRetryable && attempt < 5)
            {
                // As Temporal would.
            }
        }
    }
}
