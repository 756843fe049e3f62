using Microsoft.Extensions.Logging.Abstractions;
using Sagas.Api.Sweeping;
using Sagas.Api.Temporal;
using Sagas.Contracts.Bookings;
using Sagas.TestSupport;

namespace Sagas.Api.Tests.Sweeping;

/// <summary>Given what Temporal and the facts show of a booking, then whether the sweep starts a recovery.</summary>
public sealed class InterruptedBookingsTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly FakeRecoveries _temporal = new();

    private RunningApi Api => fixture.Api;

    [PostgresTheory]
    [InlineData(RecoveryCauses.Terminated)]
    [InlineData(RecoveryCauses.Failed)]
    [InlineData(RecoveryCauses.TimedOut)]
    [InlineData(RecoveryCauses.Cancelled)]
    public async Task EndedFromOutside_BookingIsOpen_IsRecovered(string cause)
    {
        var id = await BookAsync($"ended-{cause}");
        var closedAt = DateTimeOffset.UtcNow;
        End(id, cause, closedAt);

        await SweepAsync();

        var started = _temporal.Started.ShouldHaveSingleItem();
        (started.Booking.BookingId, started.Cause, started.Number, started.CasesBefore).ShouldBe((id, cause, 1, 0));
        started.Booking.Customer.Email.ShouldBe("zoe@example.com");
        started.NotBefore!.Value.ShouldBeGreaterThan(closedAt);
    }

    [PostgresFact]
    public async Task EndedFromOutside_BookingIsFinished_IsLeft()
    {
        var id = await BookAsync("finished");
        await CloseAsync(id);
        End(id, RecoveryCauses.Terminated);

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task EndedFromOutside_ThenReset_IsLeft()
    {
        var id = await BookAsync("reset");
        _temporal.Ended.Enqueue(id);
        _temporal.Bookings[id] = FakeRecoveries.Open;

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task OpenForAWhile_WorkflowIsAbsent_IsRecovered()
    {
        var id = await BookAsync("absent", age: "1 minute");
        await SaveFactAsync(id);

        await SweepAsync();

        _temporal.Started.ShouldHaveSingleItem().Cause.ShouldBe(RecoveryCauses.Absent);
        await CloseAsync(id);
    }

    [PostgresFact]
    public async Task OpenForAWhile_WorkflowWasNeverStarted_IsLeftToTheOtherSweep()
    {
        var id = await BookAsync("unstarted", age: "1 minute");

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
        await CloseAsync(id);
    }

    [PostgresFact]
    public async Task OpenForAWhile_WorkflowIsOpen_IsLeft()
    {
        var id = await BookAsync("alive", age: "1 minute");
        await SaveFactAsync(id);
        _temporal.Bookings[id] = FakeRecoveries.Open;

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
        await CloseAsync(id);
    }

    [PostgresFact]
    public async Task Open_AndYoung_IsNotLookedAt()
    {
        var id = await BookAsync("young");
        await SaveFactAsync(id);

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task Parked_WorkflowIsAbsent_IsRecoveredWithTheCasesBefore()
    {
        var id = await BookAsync("parked", age: "1 minute");
        await SaveFactAsync(id);
        await using var park = Api.Database.CreateCommand(
            """
            update bookings.bookings set lifecycle = 'confirmed', attention_case = 3, parked = '{"step":"deliver-tickets"}'
             where booking_id = $1
            """);
        park.Parameters.Add(new() { Value = id });
        await park.ExecuteNonQueryAsync();

        await SweepAsync();

        _temporal.Started.ShouldHaveSingleItem().CasesBefore.ShouldBe(3);
        await CloseAsync(id);
    }

    [PostgresFact]
    public async Task Confirmed_TicketsNeverMailedAndWorkflowIsAbsent_IsRecovered()
    {
        var id = await ConfirmAsync("unmailed");

        await SweepAsync();

        _temporal.Started.ShouldHaveSingleItem().Booking.BookingId.ShouldBe(id);
        await CloseAsync(id);
    }

    [PostgresFact]
    public async Task Confirmed_TicketsNeverMailedButJustNow_IsNotLookedAt()
    {
        var id = await ConfirmAsync("unmailed-yet", finished: "now()");

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
        await CloseAsync(id);
    }

    [PostgresFact]
    public async Task Confirmed_TicketsMailed_IsLeft()
    {
        var id = await ConfirmAsync("mailed");
        await RunAsync("select bookings.begin_mail($1 || ':m', $1, 'ticket', 1, 'a@b.example')", id);
        await RunAsync("select bookings.note_mail($1 || ':m', $1, 'accepted', 'x', null, 1)", id);

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task Confirmed_DeliveryAcceptedAsDoneBySupport_IsLeft()
    {
        var id = await ConfirmAsync("by-hand");
        await RunAsync("""select bookings.note_saga_state($1 || ':1', $1, 1, '{"step":"deliver-tickets"}', null, null)""", id);
        await RunAsync(
            """
            select bookings.note_saga_state(
              $1 || ':2', $1, 1, null, '{"action":"accept_as_done","who":"a","why":"b","at":"2026-01-01T00:00:00Z"}', null)
            """,
            id);

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task TwoSweepers_AtOnce_StartOneRecovery()
    {
        var id = await BookAsync("two");
        _temporal.Bookings[id] = FakeRecoveries.Closed(RecoveryCauses.Terminated);
        var sweepers = Enumerable.Range(0, 4).Select(_ => Sweeper()).ToList();
        sweepers.ForEach(_ => _temporal.Ended.Enqueue(id));

        await Task.WhenAll(sweepers.Select(sweeper => sweeper.SweepAsync(CancellationToken.None)));

        _temporal.Started.ShouldHaveSingleItem();
    }

    [PostgresFact]
    public async Task RecoveryTerminatedToo_IsStartedAgain()
    {
        var id = await BookAsync("again");
        End(id, RecoveryCauses.Terminated);
        _temporal.EndRecovery(id, RecoveryCauses.Terminated);

        await SweepAsync();

        _temporal.Started.ShouldHaveSingleItem();
    }

    [PostgresFact]
    public async Task RecoveryEndedByItself_BookingIsStillOpen_IsNotStartedForEver()
    {
        var id = await BookAsync("left");
        End(id, RecoveryCauses.Terminated, DateTimeOffset.UtcNow.AddMinutes(-2));
        _temporal.EndRecovery(id, RecoveryCauses.Completed);

        await SweepAsync();

        _temporal.Started.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task RecoveryStoodDownForAReset_WhoseRunIsTerminatedLater_IsStartedAgain()
    {
        var id = await BookAsync("stood-down");
        End(id, RecoveryCauses.Terminated, DateTimeOffset.UtcNow);
        _temporal.EndRecovery(id, RecoveryCauses.Completed, startedAt: DateTimeOffset.UtcNow.AddMinutes(-2));

        await SweepAsync();

        _temporal.Started.ShouldHaveSingleItem();
    }

    private Task SweepAsync() => Sweeper().SweepAsync(CancellationToken.None);

    private InterruptedBookings Sweeper() => new(
        new UnfinishedBookings(Api.Database),
        _temporal,
        new ApiOptions { DatabaseUrl = "" },
        TimeProvider.System,
        NullLogger<InterruptedBookings>.Instance);

    private void End(string id, string cause, DateTimeOffset? at = null)
    {
        _temporal.Ended.Enqueue(id);
        _temporal.Bookings[id] = FakeRecoveries.Closed(cause, at);
    }

    private async Task<string> BookAsync(string key, string age = "0")
    {
        var id = (await Api.BookAsync($"sweep-{key}")).Text("id");
        await using var command = Api.Database.CreateCommand(
            "update bookings.bookings set accepted_at = now() - $2::interval where booking_id = $1");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = age, DataTypeName = "text" });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    private Task SaveFactAsync(string id) => RunAsync("select bookings.save($1, $1 || ':open-booking:1', 'booking_opened', '{}')", id);

    private async Task<string> ConfirmAsync(string key, string finished = "now() - interval '1 minute'")
    {
        var id = await BookAsync(key);
        await SaveFactAsync(id);
        await RunAsync($"update bookings.bookings set lifecycle = 'confirmed', finished_at = {finished} where booking_id = $1", id);
        return id;
    }

    private Task CloseAsync(string id) => RunAsync(
        "update bookings.bookings set lifecycle = 'cancelled', parked = null where booking_id = $1", id);

    private async Task RunAsync(string sql, string id)
    {
        await using var command = Api.Database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync();
    }
}
