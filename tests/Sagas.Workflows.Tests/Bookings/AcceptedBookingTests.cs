using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Tests.Fakes;

namespace Sagas.Workflows.Tests.Bookings;

/// <summary>What was opened when its request was accepted is not opened again, but is closed like any other booking.</summary>
public class AcceptedBookingTests
{
    [Fact]
    public async Task Book_Accepted_IsConfirmedWithoutBeingOpenedAgain()
    {
        await using var harness = await BookingHarness.StartAsync();

        var outcome = await BookAsync(harness);

        outcome.Status.ShouldBe(BookingStatuses.Confirmed);
        harness.World.Effects.ShouldNotContain("OpenBooking");
        outcome.Saga.Timeline[0].Name.ShouldBe("open-booking");
        outcome.Saga.Timeline[0].Outcome.ShouldBe(TimelineOutcomes.Done);
    }

    [Fact]
    public async Task Book_AcceptedAndRefused_IsClosed()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("CommitSeats", new Fault.Refuse(RefusalCodes.EventClosed));

        var outcome = await BookAsync(harness);

        outcome.Status.ShouldBe(BookingStatuses.Rejected);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
        BookingFailureTests.NothingIsLeft(harness);
    }

    private static async Task<BookingOutcome> BookAsync(BookingHarness harness) =>
        await (await harness.StartAsync(harness.Command() with { Accepted = true })).GetResultAsync();
}
