using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Tests.Fakes;
using Temporalio.Client;

namespace Sagas.Workflows.Tests.Bookings.Recovery;

/// <summary>A booking whose workflow was ended from outside is finished by its recovery, forward or back.</summary>
public class RecoveryTests
{
    private static readonly string[] _unpaid = ["void-tickets", "cancel-payment", "release-seats", "close-booking"];

    private static readonly string[] _paid =
        ["void-tickets", "refund-payment", "release-seats", "close-booking", "send-cancellation"];

    [Theory]
    [InlineData("OpenBooking")]
    [InlineData("HoldSeats")]
    [InlineData("AuthorisePayment")]
    [InlineData("CommitSeats")]
    public async Task Terminated_BeforePivot_IsUndone(string atWork)
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, atWork);

        var outcome = await (await harness.RecoverAsync()).GetResultAsync();

        outcome.Verdict.ShouldBe(RecoveryVerdicts.Undone);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(_unpaid);
        BookingFailureTests.NothingIsLeft(harness);
        harness.Bookings.Closed!.Status.ShouldBe(BookingStatuses.Cancelled);
        harness.Bookings.Closed.Reason.ShouldBe(new Refusal(
            RefusalCodes.UndoneByRecovery, "its workflow was terminated by an operator; undone by recovery"));
    }

    [Theory]
    [InlineData("CapturePayment", "recover-booking,confirm-booking,deliver-tickets")]
    [InlineData("ConfirmBooking", "recover-booking,deliver-tickets")]
    public async Task Terminated_AfterPivot_IsFinished(string atWork, string steps)
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, atWork);

        var outcome = await (await harness.RecoverAsync()).GetResultAsync();

        outcome.Verdict.ShouldBe(RecoveryVerdicts.Finished);
        outcome.Saga.Timeline.Select(entry => entry.Name).ShouldBe(steps.Split(','));
        Confirmed(harness);
    }

    [Theory]
    [InlineData(false, "CommitSeats", RecoveryVerdicts.Undone)]
    [InlineData(false, "ConfirmBooking", RecoveryVerdicts.Finished)]
    // The worker hears of the end when it answers the workflow task, after all the local steps of a free booking.
    [InlineData(true, "CommitSeats", RecoveryVerdicts.Finished)]
    public async Task Terminated_WhereNothingIsToBePaid_IsUndoneOrFinished(bool localSteps, string atWork, string verdict)
    {
        await using var harness = await BookingHarness.StartAsync(localSteps ? LocalTries.Database : LocalTries.None);
        harness.World.Price = Money.Zero("EUR");
        await TerminateAsync(harness, atWork);

        (await (await harness.RecoverAsync()).GetResultAsync()).Verdict.ShouldBe(verdict);

        harness.World.Seats.Count.ShouldBe(verdict == RecoveryVerdicts.Finished ? 2 : 0);
        harness.World.Mails.Count.ShouldBe(verdict == RecoveryVerdicts.Finished ? 1 : 0);
        harness.World.Intents.ShouldBeEmpty();
    }

    [Fact]
    public async Task Terminated_WhenAllWasDone_HasNothingToDo()
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "SendTickets");

        var outcome = await (await harness.RecoverAsync()).GetResultAsync();

        outcome.Verdict.ShouldBe(RecoveryVerdicts.NothingToDo);
        Confirmed(harness);
    }

    [Theory]
    [InlineData("CancelPayment")]
    [InlineData("ReleaseSeats")]
    public async Task Terminated_WhileUndoingUnpaid_IsUndone(string atWork)
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("CommitSeats", new Fault.Refuse(RefusalCodes.EventClosed));
        await TerminateAsync(harness, atWork);

        var outcome = await (await harness.RecoverAsync()).GetResultAsync();

        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(_unpaid);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Theory]
    [InlineData("VoidTickets")]
    [InlineData("RefundPayment")]
    [InlineData("ReleaseSeats")]
    [InlineData("CloseBooking")]
    public async Task Terminated_WhileUndoingPaid_IsUndoneAndTheCustomerTold(string atWork)
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        await TerminateAsync(harness, atWork, DeliveryFailurePolicy.Compensate);

        var outcome = await (await harness.RecoverAsync()).GetResultAsync();

        outcome.Verdict.ShouldBe(RecoveryVerdicts.Undone);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(_paid);
        BookingFailureTests.NothingIsLeft(harness);
        harness.World.Mails.ShouldBe([BusinessKeys.Of(harness.BookingId, "send-cancellation", 1)]);
    }

    [Theory]
    [InlineData(RecoveryCauses.Failed, "its workflow failed; undone by recovery")]
    [InlineData(RecoveryCauses.TimedOut, "its workflow timed out; undone by recovery")]
    [InlineData(RecoveryCauses.Absent, "its workflow was gone; undone by recovery")]
    public async Task Lost_InAnotherWay_IsUndoneAndSaysHow(string cause, string reason)
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "AuthorisePayment");

        await (await harness.RecoverAsync(cause)).GetResultAsync();

        harness.Bookings.Closed!.Reason.Message.ShouldBe(reason);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Recover_Twice_DoesNothingTheSecondTime()
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "CommitSeats");
        await (await harness.RecoverAsync()).GetResultAsync();
        var effects = harness.World.Effects.Count;

        var again = await (await harness.RecoverAsync(number: 2)).GetResultAsync();

        again.Verdict.ShouldBe(RecoveryVerdicts.NothingToDo);
        harness.World.Effects.Skip(effects).ShouldBe(["BeginRecovery"]);
    }

    [Fact]
    public async Task Recover_BookingRunsAgain_StandsDown()
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "CommitSeats");
        var effects = harness.World.Effects.Count;
        harness.Recovery.IsRunning = true;

        var outcome = await (await harness.RecoverAsync()).GetResultAsync();

        outcome.Verdict.ShouldBe(RecoveryVerdicts.StoodDown);
        harness.World.Effects.Skip(effects).ShouldBe(["BeginRecovery"]);
    }

    [Fact]
    public async Task Recover_AttemptOfTheEndedRunIsStillAtWork_WaitsAndSeesItsEffect()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("CapturePayment", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;
        await handle.TerminateAsync();
        var recovery = await harness.RecoverAsync();

        gate.Open();

        (await recovery.GetResultAsync()).Verdict.ShouldBe(RecoveryVerdicts.Finished);
        Confirmed(harness);
    }

    [Fact]
    public async Task Terminated_WhileParked_ParksAgainAsTheNextCaseAndSupportCorrectsIt()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        var booking = await harness.BookAsync();
        await harness.ParkedAsync(booking);
        await booking.TerminateAsync();

        var recovery = await harness.RecoverAsync(casesBefore: 1);
        var result = recovery.GetResultAsync();
        await harness.World.Seen("NoteSagaState", 2);
        var parked = (await recovery.QueryAsync(workflow => workflow.Timeline())).Parked.ShouldNotBeNull();
        (parked.Case, parked.Step).ShouldBe((2, BookingSteps.DeliverTickets));
        harness.Bookings.Notes[^1].Key.ShouldBe(BusinessKeys.Of(harness.BookingId, "park", 2));
        harness.World.Heal("SendTickets");
        await recovery.ExecuteUpdateAsync(workflow => workflow.RetryAsync(new RetryBooking(2, "ann", "typo", "ada@example.org")));

        (await result).Verdict.ShouldBe(RecoveryVerdicts.Finished);
        harness.World.MailAddresses.Values.ShouldBe(["ada@example.org"]);
    }

    [Fact]
    public async Task Recover_ProviderIsAway_IsSeenBySupportAndGoesOnByItself()
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "CommitSeats");
        harness.World.Always("ReadPayment", new Fault.Break());

        var recovery = await harness.RecoverAsync();
        var result = recovery.GetResultAsync();
        (await harness.ParkedAsync(recovery)).Step.ShouldBe(BookingSteps.RecoverBooking);
        harness.Bookings.Notes.Single().Parked!.MoneyAtRisk!.Amount.ShouldBe(5000);
        harness.World.Seats.Count.ShouldBe(2);
        harness.World.Heal("ReadPayment");

        (await result).Verdict.ShouldBe(RecoveryVerdicts.Undone);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Recover_ConfirmedButRefundedElsewhere_ParksAndSupportUndoesIt()
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "ConfirmBooking");
        harness.World.Intents[FakePayments.IntentOf(harness.BookingId)] = PaymentStates.Refunded;

        var recovery = await harness.RecoverAsync();
        var result = recovery.GetResultAsync();
        var parked = await harness.ParkedAsync(recovery);
        parked.Error.Code.ShouldBe(RefusalCodes.RecoveryUndecided);
        parked.Error.Message.ShouldContain(harness.BookingId);
        await recovery.ExecuteUpdateAsync(
            workflow => workflow.CompensateAsync(new CompensateBooking(1, "ann", "refunded in the dashboard")));

        var outcome = await result;
        outcome.Verdict.ShouldBe(RecoveryVerdicts.Undone);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(_paid);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Recover_Undecided_RetryLooksAgain()
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "ConfirmBooking");
        var intent = FakePayments.IntentOf(harness.BookingId);
        harness.World.Intents[intent] = PaymentStates.Open;

        var recovery = await harness.RecoverAsync();
        var result = recovery.GetResultAsync();
        await harness.ParkedAsync(recovery);
        harness.World.Intents[intent] = PaymentStates.Captured;
        await recovery.ExecuteUpdateAsync(workflow => workflow.RetryAsync(new RetryBooking(1, "ann", "it is paid now")));

        (await result).Verdict.ShouldBe(RecoveryVerdicts.Finished);
        Confirmed(harness);
    }

    [Fact]
    public async Task Recovery_TerminatedItself_IsFinishedByTheNext()
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "CommitSeats");
        var gate = new Gate();
        harness.World.Next("ReleaseSeats", new Fault.WaitAt(gate));
        var first = await harness.RecoverAsync();
        var ended = first.GetResultAsync();
        await gate.Reached;
        await first.TerminateAsync();
        gate.Open();
        await Should.ThrowAsync<Temporalio.Exceptions.WorkflowFailedException>(() => ended);

        var outcome = await (await harness.RecoverAsync(number: 2)).GetResultAsync();

        outcome.Verdict.ShouldBe(RecoveryVerdicts.Undone);
        BookingFailureTests.NothingIsLeft(harness);
        harness.World.Bookings[harness.BookingId].ShouldBe(BookingStatuses.Cancelled);
    }

    [Fact]
    public async Task Recovery_CancelledThroughTemporal_GoesOn()
    {
        await using var harness = await BookingHarness.StartAsync();
        await TerminateAsync(harness, "CommitSeats");

        var recovery = await harness.RecoverAsync();
        await recovery.CancelAsync();

        (await recovery.GetResultAsync()).Verdict.ShouldBe(RecoveryVerdicts.Undone);
        BookingFailureTests.NothingIsLeft(harness);
    }

    /// <summary>Terminated while the attempt is in hand, which then has its effect all the same.</summary>
    private static async Task TerminateAsync(
        BookingHarness harness, string atWork, DeliveryFailurePolicy policy = DeliveryFailurePolicy.Park)
    {
        var gate = new Gate();
        harness.World.Next(atWork, new Fault.WaitAt(gate));
        var handle = await harness.BookAsync(policy);
        await gate.Reached;
        await handle.TerminateAsync("a test");
        gate.Open();
        await harness.World.Seen(atWork);
    }

    private static void Confirmed(BookingHarness harness)
    {
        harness.World.Bookings[harness.BookingId].ShouldBe(BookingStatuses.Confirmed);
        harness.World.Intents.Values.ShouldBe([PaymentStates.Captured]);
        harness.World.Seats.Values.ShouldAllBe(seat => seat.Sold);
        harness.World.Tickets.Count.ShouldBe(2);
        harness.World.Mails.Count.ShouldBe(1);
    }
}
