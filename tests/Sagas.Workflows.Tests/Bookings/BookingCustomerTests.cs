using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Tests.Fakes;
using Temporalio.Api.Sdk.V1;
using Temporalio.Client;
using Temporalio.Common;

namespace Sagas.Workflows.Tests.Bookings;

/// <summary>
/// Given a card that asks for its owner (3-D Secure), when the customer does this or that, or nothing, then the booking ends so.
/// Time is skipped only while a test waits for the result, so whatever ends before that was told by a message, not by a poll.
/// </summary>
public class BookingCustomerTests
{
    private const int ChecksInHold = 30;
    private const int ChecksInExtension = 15;

    private static readonly string[] Undone = ["cancel-payment", "release-seats", "close-booking"];

    [Fact]
    public async Task Customer_Approves_MessageMovesTheSagaOn()
    {
        await using var harness = await NeedyAsync();
        var handle = await WaitingAsync(harness);

        Set(harness, PaymentStates.Authorised);
        await TellAsync(handle);
        await harness.World.Seen("CheckAuthorisation");

        (await handle.GetResultAsync()).Status.ShouldBe(BookingStatuses.Confirmed);
        Count(harness, "CheckAuthorisation").ShouldBe(1);
        harness.World.Intents.Values.ShouldBe([PaymentStates.Captured]);
    }

    [Fact]
    public async Task Customer_Fails_IsRejectedWithTheCodeAndUndone()
    {
        await using var harness = await NeedyAsync();
        var handle = await WaitingAsync(harness);

        Set(harness, "payment_intent_authentication_failure");
        await TellAsync(handle);

        var outcome = await handle.GetResultAsync();
        outcome.Status.ShouldBe(BookingStatuses.Rejected);
        outcome.Reason!.Code.ShouldBe(RefusalCodes.PaymentDeclined);
        outcome.Reason.Detail.ShouldBe("payment_intent_authentication_failure");
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(Undone);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Customer_NeverActs_PaymentIsDeadBeforeSeatsAreFree()
    {
        await using var harness = await NeedyAsync();

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Rejected);
        outcome.Reason!.Code.ShouldBe(RefusalCodes.PaymentNotConfirmed);
        outcome.Saga.State.ShouldBe(SagaStates.Rejected);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(Undone);
        BookingFailureTests.NothingIsLeft(harness);
        Count(harness, "CheckAuthorisation").ShouldBeInRange(ChecksInHold + ChecksInExtension, ChecksInHold + ChecksInExtension + 2);
        harness.World.Keys.ShouldContain($"{harness.BookingId}:expire-payment:1");
        harness.World.Effects.TakeLast(4).ShouldBe(["CheckAuthorisation", "CancelPayment", "ReleaseSeats", "CloseBooking"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(ChecksInHold)]
    [InlineData(ChecksInHold + 5)]
    public async Task Customer_ApprovesAndTheMessageIsLost_PollingFindsIt(int check)
    {
        await using var harness = await NeedyAsync();
        harness.World.Customer.Plans("check", check, () => Set(harness, PaymentStates.Authorised));

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        Count(harness, "CheckAuthorisation").ShouldBe(check);
    }

    [Fact]
    public async Task Customer_ApprovesJustBeforeTheEnd_GoesForward()
    {
        await using var harness = await NeedyAsync();
        harness.World.Customer.Plans("expiry", 1, () => Set(harness, PaymentStates.Authorised));

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        harness.World.Intents.Values.ShouldBe([PaymentStates.Captured]);
    }

    [Fact]
    public async Task Message_JustAfterTheEnd_ChangesNothing()
    {
        await using var harness = await NeedyAsync();
        var gate = new Gate();
        harness.World.Next("ReleaseSeats", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        var result = handle.GetResultAsync();
        await gate.Reached;

        await TellAsync(handle);
        gate.Open();

        (await result).Reason!.Code.ShouldBe(RefusalCodes.PaymentNotConfirmed);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Message_Twice_IsHarmless()
    {
        await using var harness = await NeedyAsync();
        var handle = await WaitingAsync(harness);

        Set(harness, PaymentStates.Authorised);
        await TellAsync(handle);
        await TellAsync(handle);

        (await handle.GetResultAsync()).Status.ShouldBe(BookingStatuses.Confirmed);
        Count(harness, "CapturePayment").ShouldBe(1);
    }

    [Fact]
    public async Task Message_BeforeTheAnswerOfTheCallItself_IsNotForgotten()
    {
        await using var harness = await NeedyAsync();
        var gate = new Gate();
        harness.World.Next("AuthorisePayment", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        await TellAsync(handle);
        harness.World.Customer.Plans("check", 1, () => Set(harness, PaymentStates.Authorised));
        gate.Open();

        await harness.World.Seen("CheckAuthorisation");
        (await handle.GetResultAsync()).Status.ShouldBe(BookingStatuses.Confirmed);
        Count(harness, "CheckAuthorisation").ShouldBe(1);
    }

    [Fact]
    public async Task Message_OfNoChange_IsNotBelieved()
    {
        await using var harness = await NeedyAsync();
        var handle = await WaitingAsync(harness);

        await TellAsync(handle);
        await harness.World.Seen("CheckAuthorisation");

        (await handle.QueryAsync(workflow => workflow.Timeline())).State.ShouldBe(SagaStates.Waiting);
        (await handle.GetResultAsync()).Reason!.Code.ShouldBe(RefusalCodes.PaymentNotConfirmed);
    }

    [Fact]
    public async Task Message_ToABookingThatWaitsForNobody_IsHarmless()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("CommitSeats", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        await TellAsync(handle);
        gate.Open();

        (await handle.GetResultAsync()).Status.ShouldBe(BookingStatuses.Confirmed);
        Count(harness, "CheckAuthorisation").ShouldBe(0);
    }

    [Fact]
    public async Task Cancel_WhileWaiting_UndoesAtOnce()
    {
        await using var harness = await NeedyAsync();
        var handle = await WaitingAsync(harness);

        var cancelled = await handle.ExecuteUpdateAsync(
            workflow => workflow.CancelAsync(new CancelBooking("client", "changed my mind")));

        cancelled.Status.ShouldBe(BookingStatuses.Cancelled);
        var outcome = await handle.GetResultAsync();
        outcome.Reason!.Code.ShouldBe(RefusalCodes.CancelledByClient);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(Undone);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Provider_DownWhileWaiting_ParksWithSeatsHeld_RetryGoesOn()
    {
        await using var harness = await NeedyAsync();
        harness.World.Always("CheckAuthorisation", new Fault.Break());
        var handle = await harness.BookAsync();
        var result = handle.GetResultAsync();
        (await harness.ParkedAsync(handle)).Step.ShouldBe("authorise-payment");
        harness.World.Seats.Count.ShouldBe(2);

        harness.World.Heal("CheckAuthorisation");
        Set(harness, PaymentStates.Authorised);
        await handle.ExecuteUpdateAsync(workflow => workflow.RetryAsync(new RetryBooking(1, "ann", "provider is back")));

        (await result).Status.ShouldBe(BookingStatuses.Confirmed);
    }

    [Fact]
    public async Task Operators_WhileWaiting_SeeForWhomUntilWhenAndWhatIsHeld()
    {
        await using var harness = await NeedyAsync();
        var handle = await WaitingAsync(harness);

        var details = (await handle.QueryAsync<WorkflowMetadata>("__temporal_workflow_metadata", [])).CurrentDetails;
        var description = await handle.DescribeAsync();

        var until = harness.World.HoldUntil.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss");
        details.ShouldStartWith(
            $"Waiting for the customer's 3-D Secure until {until} UTC; seats A-1, A-2 held; nothing charged.");
        description.TypedSearchAttributes.Get(SearchAttributeKey.CreateKeyword(SearchAttributeNames.SagaState))
            .ShouldBe(SagaStates.Waiting);
        description.TypedSearchAttributes.Get(SearchAttributeKey.CreateKeyword(SearchAttributeNames.SagaStep))
            .ShouldBe(BookingSteps.AuthorisePayment);
        Set(harness, PaymentStates.Authorised);
        await TellAsync(handle);
        await handle.GetResultAsync();
        var ended = (await handle.DescribeAsync()).TypedSearchAttributes;
        ended.Get(SearchAttributeKey.CreateKeyword(SearchAttributeNames.SagaState)).ShouldBe(SagaStates.Completed);
        ended.Get(SearchAttributeKey.CreateLong(SearchAttributeNames.MoneyAtRisk)).ShouldBe(0);
    }

    [Fact]
    public async Task Operators_InTheExtension_SeeTheNewTime()
    {
        await using var harness = await NeedyAsync();
        var gate = new Gate();
        var handle = await harness.BookAsync();
        harness.World.Customer.Plans(
            "check", ChecksInHold + 2, () => harness.World.Next("CheckAuthorisation", new Fault.WaitAt(gate)));
        var result = handle.GetResultAsync();
        await gate.Reached;

        var details = (await handle.QueryAsync<WorkflowMetadata>("__temporal_workflow_metadata", [])).CurrentDetails;

        gate.Open();
        await result;
        var until = (harness.World.HoldUntil + World.Grace).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss");
        details.ShouldStartWith($"Waiting for the customer's 3-D Secure until {until} UTC at the latest (the hold is extended once); ");
    }

    private static async Task<BookingHarness> NeedyAsync()
    {
        var harness = await BookingHarness.StartAsync();
        harness.World.CardNeedsCustomer = true;
        return harness;
    }

    /// <summary>A booking whose saga waits for its customer, seen from outside.</summary>
    private static async Task<WorkflowHandle<IBookingWorkflow, BookingOutcome>> WaitingAsync(BookingHarness harness)
    {
        var handle = await harness.BookAsync();
        await harness.World.Seen("AuthorisePayment");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await handle.QueryAsync(workflow => workflow.Timeline())).State != SagaStates.Waiting)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
        return handle;
    }

    private static void Set(BookingHarness harness, string state) =>
        harness.World.Intents[FakePayments.IntentOf(harness.BookingId)] = state;

    private static int Count(BookingHarness harness, string activity) =>
        harness.World.Effects.Count(effect => effect == activity);

    private static Task TellAsync(WorkflowHandle<IBookingWorkflow, BookingOutcome> handle) => handle.SignalAsync(
        workflow => workflow.PaymentChangedAsync(new PaymentChanged("evt_1", "payment_intent.amount_capturable_updated")));
}
