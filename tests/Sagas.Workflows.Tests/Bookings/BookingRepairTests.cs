using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Tests.Fakes;
using Temporalio.Client;
using Temporalio.Common;

namespace Sagas.Workflows.Tests.Bookings;

/// <summary>A saga that cannot go on parks, stays open, and takes one decision per case.</summary>
public class BookingRepairTests
{
    [Fact]
    public async Task MailRefusedWithParkPolicy_Parks_ConfirmedAndOnSupportsList()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        var handle = await harness.BookAsync();

        var parked = await harness.ParkedAsync(handle);

        (parked.Case, parked.Step, parked.Compensating).ShouldBe((1, BookingSteps.DeliverTickets, false));
        parked.Error.Code.ShouldBe(RefusalCodes.MailAddressRejected);
        var note = harness.Bookings.Notes.Single().Parked.ShouldNotBeNull();
        note.SeatsMeaning.ShouldBe("Seats A-1, A-2: sold to this booking; nobody else can buy them.");
        note.MoneyMeaning.ShouldBe("50.00 EUR charged.");
        note.MailMeaning.ShouldBe("The tickets are issued and can be downloaded, but were not sent.");
        note.MoneyAtRisk!.Amount.ShouldBe(0);
        harness.World.Bookings[harness.BookingId].ShouldBe(BookingStatuses.Confirmed);
        harness.World.Tickets.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Retry_WithCorrectedAddress_SendsThereAndEnds()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);

        var accepted = await handle.ExecuteUpdateAsync(
            workflow => workflow.RetryAsync(new RetryBooking(1, "ann", "typo in the address", "ada@example.org")));

        accepted.ShouldBe(new RepairAccepted(1, RepairActions.Retry, BookingSteps.DeliverTickets));
        var outcome = await handle.GetResultAsync();
        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        harness.World.MailAddresses[$"{harness.BookingId}:deliver-tickets:2"].ShouldBe("ada@example.org");
        var repair = outcome.Saga.Repairs.Single();
        (repair.Case, repair.Action, repair.Who, repair.Why).ShouldBe((1, RepairActions.Retry, "ann", "typo in the address"));
        harness.Bookings.Notes[^1].Email.ShouldBe("ada@example.org");
        harness.Bookings.Notes[^1].DecidedBy!.Who.ShouldBe("ann");
    }

    [Fact]
    public async Task Compensate_OfAPaidBooking_PutsItsMoneyAtRiskUntilItIsGivenBack()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        harness.World.Next("VoidTickets", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);

        await handle.ExecuteUpdateAsync(workflow => workflow.CompensateAsync(new CompensateBooking(1, "ann", "gives up")));
        await gate.Reached;
        var meanwhile = await MoneyAtRiskAsync(handle);
        gate.Open();
        await handle.GetResultAsync();

        (meanwhile, await MoneyAtRiskAsync(handle)).ShouldBe((5000, 0));
    }

    [Fact]
    public async Task Compensate_ParkedDelivery_UndoesEverythingInReverseThenTells()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);

        await handle.ExecuteUpdateAsync(
            workflow => workflow.CompensateAsync(new CompensateBooking(1, "ann", "customer gives up")));

        var outcome = await handle.GetResultAsync();
        outcome.Status.ShouldBe(BookingStatuses.Cancelled);
        outcome.Saga.State.ShouldBe(SagaStates.Compensated);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(
            ["void-tickets", "refund-payment", "release-seats", "close-booking", "send-cancellation"]);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Retry_SameCaseTwice_HasOneEffect()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);
        var gate = new Gate();
        harness.World.Next("SendTickets", new Fault.WaitAt(gate));
        await handle.ExecuteUpdateAsync(workflow => workflow.RetryAsync(new RetryBooking(1, "ann", "again")));
        await gate.Reached;

        await BookingCancelTests.RefusedAsync(
            () => handle.ExecuteUpdateAsync(workflow => workflow.RetryAsync(new RetryBooking(1, "bob", "again"))),
            RepairRefusals.MovedOn);

        gate.Open();
        (await handle.GetResultAsync()).Saga.Repairs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_SagaIsNotParked_IsRefused()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("CapturePayment", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        await BookingCancelTests.RefusedAsync(
            () => handle.ExecuteUpdateAsync(workflow => workflow.RetryAsync(new RetryBooking(1, "ann", "why"))),
            RepairRefusals.MovedOn);

        gate.Open();
        (await handle.GetResultAsync()).Status.ShouldBe(BookingStatuses.Confirmed);
    }

    [Theory]
    [InlineData(2, "ann", "why", null, RepairRefusals.MovedOn)]
    [InlineData(1, "", "why", null, RepairRefusals.Invalid)]
    [InlineData(1, "ann", "", null, RepairRefusals.Invalid)]
    [InlineData(1, "ann", "why", "new@example.org", RepairRefusals.Invalid)]
    public async Task Retry_UnfitForTheStuckCapture_IsRefused(int number, string who, string why, string? email, string type)
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("CapturePayment", new Fault.BreakForGood());
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);

        await BookingCancelTests.RefusedAsync(
            () => handle.ExecuteUpdateAsync(workflow => workflow.RetryAsync(new RetryBooking(number, who, why, email))), type);
    }

    [Fact]
    public async Task CaptureUnknownForTenMinutes_Parks_SeatsStaySold_RetryGoesForward()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("CapturePayment", new Fault.Break());
        var handle = await harness.BookAsync();
        var result = handle.GetResultAsync();

        var parked = await harness.ParkedAsync(handle);

        parked.Step.ShouldBe(BookingSteps.CapturePayment);
        harness.World.Seats.Values.ShouldAllBe(seat => seat.Sold);
        harness.Bookings.Notes.Single().Parked!.MoneyAtRisk!.Amount.ShouldBe(5000);
        harness.World.Heal("CapturePayment");
        await handle.ExecuteUpdateAsync(workflow => workflow.RetryAsync(new RetryBooking(1, "ann", "provider is back")));
        (await result).Status.ShouldBe(BookingStatuses.Confirmed);
        harness.World.Keys.ShouldContain($"{harness.BookingId}:capture-payment:2");
    }

    [Fact]
    public async Task AcceptAsDone_FalseEvidence_IsRefusedAfterAskingTheProvider_TrueEvidenceGoesOn()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("CapturePayment", new Fault.BreakForGood());
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);

        await BookingCancelTests.RefusedAsync(() => AcceptAsync("ch_1"), RepairRefusals.Invalid);
        harness.World.Intents[FakePayments.IntentOf(harness.BookingId)] = PaymentStates.Captured;
        await BookingCancelTests.RefusedAsync(() => AcceptAsync("ch_other"), RepairRefusals.Invalid);
        await AcceptAsync("ch_1");

        var outcome = await handle.GetResultAsync();
        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        outcome.Saga.Repairs.Single().Evidence.ShouldBe("ch_1");
        outcome.Saga.Timeline.ShouldContain(entry =>
            entry.Name == BookingSteps.CapturePayment && entry.Outcome == TimelineOutcomes.Accepted);

        Task<RepairAccepted> AcceptAsync(string evidence) => handle.ExecuteUpdateAsync(
            workflow => workflow.AcceptAsDoneAsync(new AcceptAsDone(1, "ann", "on the statement", evidence)));
    }

    [Fact]
    public async Task RefundRefusedForGood_ParksTheUndo_KeepsSeats_ThenGoesOn()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        harness.World.Next("RefundPayment", new Fault.Refuse(RefusalCodes.RefundFailed, "charge_disputed"));
        var handle = await harness.BookAsync(DeliveryFailurePolicy.Compensate);

        var parked = await harness.ParkedAsync(handle);

        (parked.Step, parked.Compensating).ShouldBe((BookingCompensations.RefundPayment, true));
        harness.World.Seats.Count.ShouldBe(2);
        harness.World.Bookings[harness.BookingId].ShouldBe(BookingStatuses.Confirmed);
        await BookingCancelTests.RefusedAsync(
            () => handle.ExecuteUpdateAsync(w => w.CompensateAsync(new CompensateBooking(1, "ann", "undo"))),
            RepairRefusals.Invalid);
        await handle.ExecuteUpdateAsync(w => w.RetryAsync(new RetryBooking(1, "ann", "dispute closed")));
        var outcome = await handle.GetResultAsync();
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(
            ["void-tickets", "refund-payment", "refund-payment", "release-seats", "close-booking", "send-cancellation"]);
        harness.World.Keys.ShouldContain($"{harness.BookingId}:refund-payment:2");
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Cancel_WhileParkedBeforePivot_Undoes()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("CommitSeats", new Fault.BreakForGood());
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);

        var cancelled = await handle.ExecuteUpdateAsync(w => w.CancelAsync(new CancelBooking("client", "too slow")));

        cancelled.Status.ShouldBe(BookingStatuses.Cancelled);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Cancel_WhileParkedAtThePivot_IsRefused()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("CapturePayment", new Fault.BreakForGood());
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);

        await BookingCancelTests.RefusedAsync(
            () => handle.ExecuteUpdateAsync(w => w.CancelAsync(new CancelBooking("client", "too slow"))),
            RepairRefusals.PastPivot);
    }

    private static async Task<long> MoneyAtRiskAsync(WorkflowHandle<IBookingWorkflow, BookingOutcome> handle) =>
        (await handle.DescribeAsync()).TypedSearchAttributes.Get(SearchAttributeKey.CreateLong(SearchAttributeNames.MoneyAtRisk));
}
