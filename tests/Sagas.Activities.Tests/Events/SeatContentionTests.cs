using Npgsql;
using Sagas.Activities.Events;
using Sagas.Contracts;
using Sagas.Effects;
using Temporalio.Exceptions;

namespace Sagas.Activities.Tests.Events;

[Collection(DatabaseCollection.Name)]
public sealed class SeatContentionTests(DatabaseFixture fixture)
{
    [Fact]
    public async Task Hold_ThousandAtOnceForOneSeat_OneWinner()
    {
        var eventId = await fixture.NewEventAsync();
        var bookings = await Task.WhenAll(
            Enumerable.Range(0, 1_000).Select(_ => new TestBooking(fixture, eventId, "A-1").OpenedAsync()));
        var outcomes = await Task.WhenAll(bookings.Select(TryHoldAsync));
        outcomes.Count(outcome => outcome == "held").ShouldBe(1);
        outcomes.Count(outcome => outcome == RefusalCodes.SeatsTaken).ShouldBe(999);
    }

    /// <summary>Each hold in a transaction of its own, on 30 connections, without the group committer to order them.</summary>
    [Fact]
    public async Task Hold_OverlappingSeatsInAnyOrder_NoDeadlockAndNoSeatTwice()
    {
        var eventId = await fixture.NewEventAsync(seats: 6);
        var bookings = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => new TestBooking(
            fixture, eventId, $"A-{(i % 6) + 1}", $"A-{((i + 1 + (i / 6 % 5)) % 6) + 1}").OpenedAsync()));
        await Parallel.ForEachAsync(bookings, new ParallelOptions { MaxDegreeOfParallelism = 30 }, async (booking, stop) =>
            await HoldDirectlyAsync(booking, stop));
        var owners = await fixture.ScalarAsync<long>(
            "select count(*) from (select owner from events.seats where event_id = $1 and owner is not null "
            + "group by owner having count(*) <> 2) half", eventId);
        owners.ShouldBe(0);
    }

    /// <summary>Two committers, as in two worker processes, with groups that overlap in reverse order.</summary>
    [Fact]
    public async Task Hold_TwoCommittersWithOverlappingGroups_NoDeadlock()
    {
        var eventId = await fixture.NewEventAsync(seats: 40);
        await using var other = new GroupCommitter(fixture.Database);
        var bookings = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => new TestBooking(
            fixture, eventId, $"A-{(i % 40) + 1}", $"A-{((i * 7) + 3) % 40 + 1}").OpenedAsync()));
        var outcomes = await Task.WhenAll(bookings.Select((booking, i) => i % 2 == 0
            ? TryHoldAsync(booking)
            : TryHoldAsync(booking, new EventActivities(other, new()))));
        outcomes.ShouldAllBe(outcome => outcome == "held" || outcome == RefusalCodes.SeatsTaken);
    }

    private static async Task<string> TryHoldAsync(TestBooking booking) => await TryAsync(() => booking.HoldAsync());

    private static async Task<string> TryHoldAsync(TestBooking booking, EventActivities events) =>
        await TryAsync(() => events.HoldSeatsAsync(booking.HoldCommand()));

    private static async Task<string> TryAsync(Func<Task> hold)
    {
        try
        {
            await hold();
            return "held";
        }
        catch (ApplicationFailureException error)
        {
            return error.ErrorType!;
        }
    }

    private async Task HoldDirectlyAsync(TestBooking booking, CancellationToken stop)
    {
        var hold = booking.HoldCommand();
        await using var command = fixture.Database.CreateCommand(
            "select outcome from events.hold_seats($1, $2, $3, $4, 1, '10 min', '5 min')");
        command.Parameters.Add(new NpgsqlParameter { Value = hold.Key });
        command.Parameters.Add(new NpgsqlParameter { Value = hold.BookingId });
        command.Parameters.Add(new NpgsqlParameter { Value = hold.EventId });
        command.Parameters.Add(new NpgsqlParameter { Value = hold.Seats.ToArray() });
        (await command.ExecuteScalarAsync(stop)).ShouldBeOneOf("held", "taken");
    }
}
