using Sagas.Activities.Bookings;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Storage.Invariants;

namespace Sagas.Activities.Tests.Bookings;

[Collection(DatabaseCollection.Name)]
public sealed class BookingTests(DatabaseFixture fixture)
{
    [Fact]
    public async Task Confirm_Twice_SameTicketsAndOneLedgerEntry()
    {
        var booking = await NewAsync("A-1", "A-2");
        var held = await booking.HoldAsync();
        await booking.CommitAsync();
        var intent = $"pi_{booking.Id}";
        var first = await booking.ConfirmAsync(held, intent, "ch_1");
        var second = await booking.ConfirmAsync(held, intent, "ch_1");
        second.Tickets.ShouldBe(first.Tickets);
        first.Tickets.Select(ticket => ticket.Seat).ShouldBe(["A-1", "A-2"]);
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.Confirmed);
        (await fixture.ScalarAsync<long>(
            "select count(*) from bookings.ledger_entries where booking_id = $1", booking.Id)).ShouldBe(1);
        (await ViolationsOfAsync(booking)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Close_NeverOpened_Success()
    {
        var booking = new TestBooking(fixture, "nowhere", "A-1");
        await booking.CloseAsync(BookingStatuses.Rejected, new Refusal(RefusalCodes.SeatsTaken, "taken", "A-1"));
    }

    [Fact]
    public async Task Close_Rejected_ShowsTheReason()
    {
        var booking = await NewAsync("A-1");
        await booking.CloseAsync(BookingStatuses.Rejected, new Refusal(RefusalCodes.PaymentDeclined, "no", "insufficient_funds"));
        await booking.CloseAsync(BookingStatuses.Rejected, new Refusal(RefusalCodes.PaymentDeclined, "no", "insufficient_funds"));
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.Rejected);
        (await fixture.ScalarAsync<string>(
            "select reason_code || '/' || reason_detail from bookings.booking_view where booking_id = $1", booking.Id))
            .ShouldBe("PaymentDeclined/insufficient_funds");
        (await fixture.FactsAsync(booking.Id)).ShouldBe(["booking_opened", "booking_rejected"]);
    }

    [Fact]
    public async Task VoidTickets_OfAConfirmedBooking_AllVoidAndRepeatable()
    {
        var booking = await NewAsync("A-1");
        await booking.VoidAsync();
        (await booking.VoidAsync()).Count.ShouldBe(0);
        var other = await NewAsync("A-1");
        await other.ConfirmAsync(await other.HoldAsync(), $"pi_{other.Id}", null);
        (await other.VoidAsync()).Count.ShouldBe(1);
        (await other.VoidAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task NoteSagaState_ParkedThenRepaired_ListedThenGoneAndAudited()
    {
        var booking = await NewAsync("A-1");
        await booking.Bookings.NoteSagaStateAsync(Park(booking, 1));
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.NeedsAttention);
        (await fixture.ScalarAsync<string>(
            "select step || '/' || error_code || '/' || money_meaning from bookings.stuck_bookings where booking_id = $1",
            booking.Id)).ShouldBe("deliver-tickets/MailAddressRejected/120.00 EUR captured");
        await booking.Bookings.NoteSagaStateAsync(Unpark(booking, 1));
        await booking.Bookings.NoteSagaStateAsync(Unpark(booking, 1));
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.Pending);
        (await fixture.ScalarAsync<long>(
            "select count(*) from bookings.support_action_view where booking_id = $1 and actor = 'sam'", booking.Id))
            .ShouldBe(1);
    }

    [Fact]
    public async Task NoteSagaState_OutOfOrder_LaterCaseWins()
    {
        var booking = await NewAsync("A-1");
        await booking.Bookings.NoteSagaStateAsync(Unpark(booking, 1));
        await booking.Bookings.NoteSagaStateAsync(Park(booking, 1));
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.Pending);
        await booking.Bookings.NoteSagaStateAsync(Park(booking, 2));
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.NeedsAttention);
    }

    [Fact]
    public void TicketCode_SameBookingAndSeat_SameCodeOtherwiseAnother()
    {
        var codes = new TicketCodes(new byte[32]);
        codes.Issue("b", "A-1").ShouldBe(codes.Issue("b", "A-1"));
        codes.Issue("b", "A-1").Code.ShouldMatch("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$");
        var others = new[] { codes.Issue("b", "A-2").Code, codes.Issue("c", "A-1").Code, Other().Issue("b", "A-1").Code };
        others.ShouldNotContain(codes.Issue("b", "A-1").Code);
        others.Distinct().Count().ShouldBe(3);

        static TicketCodes Other() => new(Enumerable.Repeat((byte)1, 32).ToArray());
    }

    private static NoteSagaState Park(TestBooking booking, int number) => new(
        booking.Key("park", number), booking.Id, number,
        new ParkedBooking(
            "deliver-tickets", false, DateTimeOffset.UtcNow, "MailAddressRejected", "refused", "A-1 sold",
            "120.00 EUR captured", "not sent", new Money(12_000, "EUR")),
        null, null);

    private static NoteSagaState Unpark(TestBooking booking, int number) => new(
        booking.Key("unpark", number), booking.Id, number, null,
        new Repair("retry", "sam", "address corrected", null, DateTimeOffset.UtcNow), "new@example.org");

    private async Task<TestBooking> NewAsync(params string[] seats) =>
        await new TestBooking(fixture, await fixture.NewEventAsync(), seats).OpenedAsync();

    private async Task<IReadOnlyList<Violation>> ViolationsOfAsync(TestBooking booking) =>
        [.. (await InvariantChecker.CheckAsync(fixture.Database)).Where(v => v.Subject.Contains(booking.Id, StringComparison.Ordinal))];
}
