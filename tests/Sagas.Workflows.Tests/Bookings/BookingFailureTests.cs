using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Tests.Fakes;

namespace Sagas.Workflows.Tests.Bookings;

/// <summary>Given a fault, when a booking runs, then it ends so, and compensates in exactly this order.</summary>
public class BookingFailureTests
{
    [Fact]
    public async Task Book_NothingFails_IsConfirmedInSevenEffects()
    {
        await using var harness = await BookingHarness.StartAsync();

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        outcome.Reason.ShouldBeNull();
        outcome.Total.ShouldBe(new Money(5000, "EUR"));
        outcome.Tickets.ShouldBe([new Ticket("T-A-1", "A-1"), new Ticket("T-A-2", "A-2")]);
        outcome.Saga.State.ShouldBe(SagaStates.Completed);
        outcome.Saga.Timeline.Select(entry => (entry.Name, entry.Outcome, entry.Attempts))
            .ShouldBe(BookingSteps.InOrder.Select(step => (step, TimelineOutcomes.Done, 1)));
        harness.World.Effects.ShouldBe(
        [
            "OpenBooking", "HoldSeats", "AuthorisePayment", "CommitSeats", "CapturePayment", "ConfirmBooking", "SendTickets",
        ]);
        harness.World.Keys.ShouldContain($"{harness.BookingId}:capture-payment:1");
        harness.World.Seats.Values.ShouldAllBe(seat => seat.Sold);
    }

    /// <summary>Activity, refusal, detail, and the compensations in order.</summary>
    public static TheoryData<string, string, string?, string[]> Refusals => new()
    {
        { "HoldSeats", RefusalCodes.SeatsTaken, "A-1", ["release-seats", "close-booking"] },
        { "HoldSeats", RefusalCodes.UnknownEvent, null, ["release-seats", "close-booking"] },
        { "AuthorisePayment", RefusalCodes.PaymentDeclined, "generic_decline", ["cancel-payment", "release-seats", "close-booking"] },
        { "AuthorisePayment", RefusalCodes.PaymentDeclined, "insufficient_funds", ["cancel-payment", "release-seats", "close-booking"] },
        { "CommitSeats", RefusalCodes.EventClosed, null, ["cancel-payment", "release-seats", "close-booking"] },
        { "CapturePayment", RefusalCodes.CaptureFailed, "canceled", ["refund-payment", "cancel-payment", "release-seats", "close-booking"] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Book_StepRefused_IsRejectedAndUndoneInReverse(
        string activity, string code, string? detail, string[] compensations)
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next(activity, new Fault.Refuse(code, detail));

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Rejected);
        outcome.Reason.ShouldNotBeNull();
        (outcome.Reason.Code, outcome.Reason.Detail).ShouldBe((code, detail));
        outcome.Saga.State.ShouldBe(SagaStates.Rejected);
        Compensations(outcome.Saga).ShouldBe(compensations);
        outcome.Saga.Timeline.Single(entry => entry.Outcome == TimelineOutcomes.Refused).Attempts.ShouldBe(1);
        harness.Bookings.Closed!.Reason.Code.ShouldBe(code);
        NothingIsLeft(harness);
        harness.World.Mails.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("OpenBooking")]
    [InlineData("HoldSeats")]
    [InlineData("AuthorisePayment")]
    [InlineData("CommitSeats")]
    [InlineData("CapturePayment")]
    [InlineData("ConfirmBooking")]
    [InlineData("SendTickets")]
    public async Task Book_AttemptsFailThenAnswerIsLostThenSucceed_IsConfirmedOnce(string activity)
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next(activity, new Fault.Break(), new Fault.LoseAnswer(), new Fault.Break());

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        outcome.Saga.Timeline.Max(entry => entry.Attempts).ShouldBe(4);
        outcome.Saga.Timeline.Count(entry => entry.Kind == TimelineKinds.Compensation).ShouldBe(0);
        harness.World.Intents.Values.ShouldBe([PaymentStates.Captured]);
        harness.World.Tickets.Count.ShouldBe(2);
        harness.World.Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Book_CaptureAnsweredNeverButHappened_GoesForwardOnTheProvidersWord()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("CapturePayment", new Fault.LoseAnswer());
        harness.World.Always("CapturePayment", new Fault.BreakForGood());

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        harness.World.Effects.ShouldContain("ReadPayment");
        harness.World.Intents.Values.ShouldBe([PaymentStates.Captured]);
    }

    [Fact]
    public async Task Book_MailRefusedForGoodWithCompensatePolicy_IsUndoneInReverseThenTold()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));

        var outcome = await (await harness.BookAsync(DeliveryFailurePolicy.Compensate)).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Cancelled);
        outcome.Reason!.Code.ShouldBe(RefusalCodes.MailAddressRejected);
        outcome.Saga.State.ShouldBe(SagaStates.Compensated);
        outcome.Tickets.ShouldBeEmpty();
        Compensations(outcome.Saga).ShouldBe(
            ["void-tickets", "refund-payment", "release-seats", "close-booking", "send-cancellation"]);
        NothingIsLeft(harness);
        harness.World.Intents.Values.ShouldBe([PaymentStates.Refunded]);
    }

    [Fact]
    public async Task Book_NoticeRefusedToo_StillEnds()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        harness.World.Always("SendCancellation", new Fault.Refuse(RefusalCodes.MailAddressRejected));

        var outcome = await (await harness.BookAsync(DeliveryFailurePolicy.Compensate)).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Cancelled);
        outcome.Saga.Timeline[^1].Outcome.ShouldBe(TimelineOutcomes.Refused);
        NothingIsLeft(harness);
    }

    [Fact]
    public async Task Book_MailProviderDownForMinutes_IsConfirmedAndSentOnce()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("SendTickets", [.. Enumerable.Repeat(new Fault.Break(), 20)]);

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        outcome.Saga.Timeline[^1].Attempts.ShouldBe(21);
        outcome.Saga.Repairs.ShouldBeEmpty();
        harness.World.Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Book_MailProviderDownForHours_IsSeenBySupportAndRecoversByItself()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("SendTickets", new Fault.Break());
        var handle = await harness.BookAsync();
        var result = handle.GetResultAsync();

        (await harness.ParkedAsync(handle)).Step.ShouldBe(BookingSteps.DeliverTickets);
        harness.World.Heal("SendTickets");

        var outcome = await result;
        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        outcome.Saga.Repairs.Single().Who.ShouldBe("saga");
        harness.World.Mails.Count.ShouldBe(1);
        harness.Bookings.Notes.Select(note => note.Parked is not null).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Book_UndoFailsManyTimes_WaitsForItInOrder()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("CommitSeats", new Fault.Refuse(RefusalCodes.EventClosed));
        harness.World.Next("CancelPayment", [.. Enumerable.Repeat(new Fault.Break(), 8)]);

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        Compensations(outcome.Saga).ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
        outcome.Saga.Timeline.Single(entry => entry.Name == "cancel-payment").Attempts.ShouldBe(9);
        NothingIsLeft(harness);
    }

    [Fact]
    public async Task Book_UndoFailsForAnHour_KeepsSeats_IsSeenBySupport_ThenRecoversByItself()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("CommitSeats", new Fault.Refuse(RefusalCodes.EventClosed));
        harness.World.Always("CancelPayment", new Fault.Break());
        var handle = await harness.BookAsync();
        var result = handle.GetResultAsync();

        (await harness.ParkedAsync(handle)).Step.ShouldBe("cancel-payment");
        harness.World.Seats.Count.ShouldBe(2);
        harness.World.Heal("CancelPayment");

        (await result).Status.ShouldBe(BookingStatuses.Rejected);
        NothingIsLeft(harness);
    }

    [Fact]
    public async Task Start_InputTheApiWouldRefuse_FailsWithEveryFault()
    {
        await using var harness = await BookingHarness.StartAsync();
        var handle = await harness.StartAsync(harness.Command() with { Seats = ["A-1", "A-1"], PaymentMethod = "" });

        var failure = await Should.ThrowAsync<Temporalio.Exceptions.WorkflowFailedException>(() => handle.GetResultAsync());

        failure.InnerException!.Message.ShouldBe(
            "The booking cannot be started: paymentMethod must have 1 to 255 characters; a seat may be named only once.");
        harness.World.Effects.ShouldBeEmpty();
    }

    internal static IEnumerable<string> Compensations(SagaSnapshot saga) =>
        saga.Timeline.Where(entry => entry.Kind == TimelineKinds.Compensation).Select(entry => entry.Name);

    internal static void NothingIsLeft(BookingHarness harness)
    {
        harness.World.Seats.ShouldBeEmpty();
        harness.World.Tickets.ShouldBeEmpty();
        harness.World.Intents.Values.ShouldAllBe(state => state == PaymentStates.Cancelled || state == PaymentStates.Refunded);
    }
}
