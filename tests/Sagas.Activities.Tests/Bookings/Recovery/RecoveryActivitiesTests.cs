using Npgsql;
using Sagas.Activities.Bookings.Recovery;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Storage;
using Sagas.Storage.Invariants;

namespace Sagas.Activities.Tests.Bookings.Recovery;

/// <summary>What a recovery is told by the facts, and how the facts fence it against a run that comes to life again.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class RecoveryActivitiesTests(DatabaseFixture fixture, ProviderFixture providers)
{
    [Fact]
    public async Task Begin_AsTheBookingGoesOn_FactsSayWhatWasDone()
    {
        var payment = await TestPayment.NewAsync(fixture, providers);
        var booking = payment.Booking;
        var facts = await BeginAsync(booking);
        (facts.IsUnfinished, facts.IsHeld, facts.PaymentIntentId).ShouldBe((true, false, null));

        var held = await booking.HoldAsync();
        (await BeginAsync(booking)).IsHeld.ShouldBeTrue();
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        (await BeginAsync(booking)).PaymentIntentId.ShouldBe(intent);
        await booking.CommitAsync();
        facts = await BeginAsync(booking);
        (facts.IsCommitted, facts.IsConfirmed, facts.IsBeingUndone).ShouldBe((true, false, false));
        var captured = await payment.CaptureAsync(intent);
        await booking.ConfirmAsync(held, intent, captured.ChargeId);
        facts = await BeginAsync(booking);
        (facts.IsUnfinished, facts.IsConfirmed).ShouldBe((true, true));
        await providers.Notifications(fixture.Effects).SendTicketsAsync(Mail(booking, held));
        facts = await BeginAsync(booking);
        (facts.IsUnfinished, facts.MailRevision).ShouldBe((false, 1));
        (await ViolationsAsync(booking)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Begin_WhileUndone_SaysSoUntilItIsClosed()
    {
        var payment = await TestPayment.NewAsync(fixture, providers);
        await payment.Booking.HoldAsync();
        await payment.CancelAsync();
        (await BeginAsync(payment.Booking)).IsBeingUndone.ShouldBeTrue();

        await payment.Booking.ReleaseAsync();
        await payment.Booking.CloseAsync(BookingStatuses.Cancelled, new Refusal(RefusalCodes.UndoneByRecovery, "gone"));

        (await BeginAsync(payment.Booking)).IsUnfinished.ShouldBeFalse();
    }

    [Fact]
    public async Task Begin_AfterARefundByUs_SaysWhichAttempt()
    {
        var payment = await TestPayment.NewAsync(fixture, providers);
        await payment.Booking.HoldAsync();
        var intent = (await payment.AuthoriseAsync()).PaymentIntentId;
        await payment.CaptureAsync(intent);
        await payment.RefundAsync(intent);

        var facts = await BeginAsync(payment.Booking);

        (facts.HasRefund, facts.RefundAttempt, facts.IsBeingUndone).ShouldBe((true, 1, true));
    }

    [Fact]
    public async Task Begin_OfAParkedBooking_ClosesTheCaseOnceAndLaterCasesCount()
    {
        var booking = await NewAsync();
        await ParkAsync(booking, 1);

        await BeginAsync(booking);
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.Pending);
        await ParkAsync(booking, 2);
        await BeginAsync(booking);

        (await booking.StatusAsync()).ShouldBe(BookingStatuses.NeedsAttention, "the second case is its own");
        (await fixture.FactsAsync(booking.Id)).Count(type => type == "recovery_begun").ShouldBe(1);
    }

    [Fact]
    public async Task Begin_BookingIsOpenInTemporal_TouchesNothing()
    {
        var booking = await NewAsync();
        await ParkAsync(booking, 1);
        var before = await fixture.FactsAsync(booking.Id);

        var facts = await BeginAsync(booking, isOpen: true);

        (facts.IsRunning, facts.IsUnfinished).ShouldBe((true, false));
        (await fixture.FactsAsync(booking.Id)).ShouldBe(before);
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.NeedsAttention);
        (await InRecoveryAsync(booking)).ShouldBeFalse();
    }

    [Fact]
    public async Task Begin_BookingIsOpenAgainLater_LeavesItToItsOwnWorkflow()
    {
        var booking = await NewAsync();
        await BeginAsync(booking);
        (await InRecoveryAsync(booking)).ShouldBeTrue();

        await BeginAsync(booking, isOpen: true);
        (await InRecoveryAsync(booking)).ShouldBeFalse();

        await BeginAsync(booking, number: 2);
        (await InRecoveryAsync(booking)).ShouldBeTrue();
    }

    /// <summary>The fence: what is being undone is not confirmed by a run that comes late, whichever comes first.</summary>
    [Fact]
    public async Task Confirm_AfterItsTicketsWereVoided_IsRefused()
    {
        var booking = await NewAsync();
        var held = await booking.HoldAsync();
        await booking.CommitAsync();
        await booking.VoidAsync();

        var late = await Should.ThrowAsync<PostgresException>(() => booking.ConfirmAsync(held, $"pi_{booking.Id}", "ch_1"));

        late.MessageText.ShouldContain($"{booking.Id} is being undone");
        (await booking.StatusAsync()).ShouldBe(BookingStatuses.Pending);
        (await fixture.ScalarAsync<long>("select count(*) from bookings.tickets where booking_id = $1", booking.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task Confirm_InTheSameMomentAsItsUndo_LeavesNoValidTicket()
    {
        for (var i = 0; i < 20; i++)
        {
            var booking = await NewAsync();
            var held = await booking.HoldAsync();
            await booking.CommitAsync();
            var confirm = booking.ConfirmAsync(held, $"pi_{booking.Id}", "ch_1");
            await Task.WhenAll(
                confirm.ContinueWith(_ => { }, TaskScheduler.Default), booking.VoidAsync());
            (await fixture.ScalarAsync<long>(
                "select count(*) from bookings.tickets where booking_id = $1 and status = 'valid'", booking.Id)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Sweep_AmongManyFinishedBookings_ReadsItsIndexesOnly()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(database);
        await using var many = database.CreateCommand(
            """
            insert into bookings.bookings (booking_id, client_id, event_id, seats, customer_name, customer_email, lifecycle)
            select 'bk' || n, 'client', 'demo', '{A-1}', 'Ada', 'ada@example.org', case when n % 1000 = 0 then 'pending' else 'confirmed' end
              from generate_series(1, 5000) n;
            analyze bookings.bookings;
            """);
        await many.ExecuteNonQueryAsync();

        var page = await PlanAsync(
            database,
            "select booking_id from bookings.open_bookings where accepted_at > 'epoch' and accepted_at < now() order by accepted_at limit 200");
        var asked = await PlanAsync(database, "select * from bookings.unfinished_bookings where booking_id = any ('{bk1,bk2}')");

        page.ShouldContain("using bookings_open");
        page.ShouldContain("using bookings_stuck");
        asked.ShouldContain("bookings_pkey");
        (page + asked).ShouldNotContain("Seq Scan on bookings");
    }

    private static async Task<string> PlanAsync(NpgsqlDataSource database, string query)
    {
        await using var explain = database.CreateCommand($"explain {query}");
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }

    private Task<BookingFacts> BeginAsync(TestBooking booking, bool isOpen = false, int number = 1) =>
        new RecoveryActivities(fixture.Effects, new Runs(isOpen)).BeginRecoveryAsync(new BeginRecovery(
            booking.Key(BookingSteps.RecoverBooking, number), booking.Id, RecoveryCauses.Terminated));

    private static Task ParkAsync(TestBooking booking, int number) => booking.Bookings.NoteSagaStateAsync(new NoteSagaState(
        booking.Key("park", number), booking.Id, number,
        new ParkedBooking("deliver-tickets", false, DateTimeOffset.UtcNow, "X", "stuck", "", "", "", null), null, null));

    private static Contracts.Notifications.SendTickets Mail(TestBooking booking, Contracts.Events.SeatsHeld held) => new(
        booking.Key(BookingSteps.DeliverTickets), booking.Id, 1, booking.Customer, held.EventName, held.EventStartsAt,
        [new Ticket("T-1", "A-1")], held.Total);

    private async Task<TestBooking> NewAsync() =>
        await new TestBooking(fixture, await fixture.NewEventAsync(), "A-1").OpenedAsync();

    private Task<bool> InRecoveryAsync(TestBooking booking) => fixture.ScalarAsync<bool>(
        "select in_recovery from bookings.booking_view where booking_id = $1", booking.Id);

    private async Task<IReadOnlyList<Violation>> ViolationsAsync(TestBooking booking) =>
        [.. (await InvariantChecker.CheckAsync(fixture.Database)).Where(v => v.Subject.Contains(booking.Id, StringComparison.Ordinal))];

    private sealed class Runs(bool isOpen) : IBookingRuns
    {
        public Task<bool> IsOpenAsync(string bookingId, CancellationToken stop) => Task.FromResult(isOpen);
    }
}
