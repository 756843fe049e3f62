using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Workflows.Tests.Fakes;

namespace Sagas.Workflows.Tests.Bookings;

/// <summary>Where nothing is to be paid, the payment provider is left out of it.</summary>
public class FreeBookingTests
{
    [Fact]
    public async Task Book_ForNothing_IsConfirmedWithoutAPayment()
    {
        await using var harness = await FreeAsync();

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        outcome.Total.ShouldBe(new Money(0, "EUR"));
        harness.World.Effects.ShouldBe(["OpenBooking", "HoldSeats", "CommitSeats", "ConfirmBooking", "SendTickets"]);
        outcome.Saga.Timeline.Select(entry => entry.Name).ShouldBe(
            ["open-booking", "hold-seats", "commit-seats", "confirm-booking", "deliver-tickets"]);
        outcome.Saga.Summary.ShouldContain("Nothing to pay.");
    }

    [Fact]
    public async Task Book_ForNothingAndTheEventCloses_SeatsAreFreed()
    {
        await using var harness = await FreeAsync();
        harness.World.Next("CommitSeats", new Fault.Refuse(RefusalCodes.EventClosed));

        var outcome = await (await harness.BookAsync()).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Rejected);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(["release-seats", "close-booking"]);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Book_ForNothingAndTheMailIsRefused_IsUndoneWithoutARefund()
    {
        await using var harness = await FreeAsync();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));

        var outcome = await (await harness.BookAsync(DeliveryFailurePolicy.Compensate)).GetResultAsync();

        outcome.Status.ShouldBe(BookingStatuses.Cancelled);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(["void-tickets", "release-seats", "close-booking", "send-cancellation"]);
        BookingFailureTests.NothingIsLeft(harness);
    }

    private static async Task<BookingHarness> FreeAsync()
    {
        var harness = await BookingHarness.StartAsync();
        harness.World.Price = Money.Zero("EUR");
        return harness;
    }
}
