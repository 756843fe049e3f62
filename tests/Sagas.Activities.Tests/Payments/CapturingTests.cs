using Sagas.Contracts;
using Sagas.Contracts.Payments;

namespace Sagas.Activities.Tests.Payments;

[Collection(DatabaseCollection.Name)]
public sealed class CapturingTests(DatabaseFixture database, ProviderFixture providers)
{
    [Fact]
    public async Task Capture_Twice_CapturedOnceWithItsCharge()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        var first = await payment.CaptureAsync(intent);
        first.Captured.ShouldBe(TestPayment.Total);
        first.ChargeId.ShouldNotBeNull().ShouldStartWith("ch_");
        (await payment.CaptureAsync(intent)).ChargeId.ShouldBe(first.ChargeId);
        (await payment.ReadAsync()).State.ShouldBe(PaymentStates.Captured);
    }

    [Fact]
    public async Task Capture_DoneButAnswerLost_CapturedByLooking()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.FailAsync("payment_intents.capture", work: true, drop: true);
        (await payment.CaptureAsync(intent)).Captured.ShouldBe(TestPayment.Total);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Capture_ServerErrorThenFine_Captured(bool stored)
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.FailAsync("payment_intents.capture", status: 500, times: stored ? 1 : 2, stored: stored);
        (await AuthorisingTests.RetryAsync(() => payment.CaptureAsync(intent))).Captured.ShouldBe(TestPayment.Total);
    }

    [Fact]
    public async Task Capture_AuthorisationGone_RefusedForGood()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.CancelAsync(intent);
        var error = await TestBooking.RefusedAsync(() => payment.CaptureAsync(intent), RefusalCodes.CaptureFailed);
        error.Message.ShouldContain("no money moved");
    }

    [Fact]
    public async Task Capture_RefusedByTheBank_RefusedForGood()
    {
        var payment = await TestPayment.NewAsync(database, providers);
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.FailAsync("payment_intents.capture", status: 402, times: 1);
        await TestBooking.RefusedAsync(() => payment.CaptureAsync(intent), RefusalCodes.CaptureFailed);
        (await payment.ReadAsync()).State.ShouldBe(PaymentStates.Authorised);
    }
}
