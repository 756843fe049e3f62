using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Payments;
using Temporalio.Exceptions;

namespace Sagas.Activities.Tests.Payments;

[Collection(DatabaseCollection.Name)]
public sealed class UndoingTests(DatabaseFixture database, ProviderFixture providers)
{
    [Fact]
    public async Task Cancel_Authorised_CancelledOnce()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        (await payment.CancelAsync(intent)).Outcome.ShouldBe(CancelOutcomes.Cancelled);
        (await payment.CancelAsync(intent)).Outcome.ShouldBe(CancelOutcomes.Cancelled);
        (await payment.IntentStatusesAsync()).ShouldBe(["canceled"]);
        (await database.FactsAsync(payment.Booking.Id)).ShouldBe(
            ["booking_opened", "payment_intent_created", "payment_cancelled"]);
    }

    [Fact]
    public async Task Cancel_IntentUnknownToTheSaga_FoundByBooking()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        await payment.AuthoriseAsync();
        (await payment.CancelAsync(intent: null)).Outcome.ShouldBe(CancelOutcomes.Cancelled);
    }

    [Fact]
    public async Task Cancel_NeverHappened_SuccessAndALateAuthorisationDoesNotGoOn()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        (await payment.CancelAsync()).Outcome.ShouldBe(CancelOutcomes.NeverHappened);
        var error = await Should.ThrowAsync<ApplicationFailureException>(() => payment.AuthoriseAsync());
        error.ErrorType.ShouldBe(FailureCodes.Superseded);
        (await payment.IntentStatusesAsync()).ShouldNotContain("requires_capture");
    }

    [Fact]
    public async Task Cancel_DoneButAnswerLost_CancelledByLooking()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.FailAsync("payment_intents.cancel", work: true, drop: true);
        (await payment.CancelAsync(intent)).Outcome.ShouldBe(CancelOutcomes.Cancelled);
    }

    [Fact]
    public async Task Cancel_CapturedMeanwhile_Refunded()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.CaptureAsync(intent);
        (await payment.CancelAsync(intent)).Outcome.ShouldBe(CancelOutcomes.Refunded);
        (await payment.CancelAsync(intent)).Outcome.ShouldBe(CancelOutcomes.Refunded);
        (await payment.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Refund_Twice_OneRefundAndLedgerAtZero()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.CaptureAsync(intent);
        var first = await payment.RefundAsync(intent);
        first.Refunded.ShouldBe(TestPayment.Total);
        (await payment.RefundAsync(intent)).RefundId.ShouldBe(first.RefundId);
        (await payment.RefundsAsync()).ShouldBe(1);
        (await payment.ReadAsync()).State.ShouldBe(PaymentStates.Refunded);
        (await database.ScalarAsync<decimal>(
            "select sum(amount_minor) from bookings.ledger_entries where booking_id = $1", payment.Booking.Id)).ShouldBe(0);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Refund_AnswerLostOrStoredError_OneRefund(bool work, bool stored)
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.CaptureAsync(intent);
        await payment.FailAsync("refunds.create", status: stored ? 500 : null, work: work, drop: !stored, stored: stored);
        await AuthorisingTests.RetryAsync(() => payment.RefundAsync(intent));
        (await payment.RefundsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Refund_NothingCaptured_SuccessOfZero()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        (await payment.RefundAsync(intent)).Refunded.ShouldBe(Money.Zero("EUR"));
        (await payment.RefundsAsync()).ShouldBe(0);
    }
}
