using Npgsql;
using Sagas.Storage;
using Sagas.Storage.Invariants;

namespace Sagas.Activities.Tests.Storage;

/// <summary>Each rule is known to fire: a sound database is spoiled in one way, and exactly that is found.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class InvariantTests(DatabaseFixture fixture)
{
    private const string Sound = """
        select events.seed_event('e', 'E', 'V', 'EUR', 1, 3, 1000);
        insert into bookings.bookings (booking_id, client_id, event_id, seats, customer_name, customer_email, total_minor)
          values ('b', 'c', 'e', '{A-1}', 'n', 'm', 1000), ('r', 'c', 'e', '{A-2}', 'n', 'm', 1000);
        select events.hold_seats('b:h', 'b', 'e', '{A-1}', 1, '10 min', '5 min');
        select events.commit_seats('b:c', 'b', 'e', '{A-1}', 1);
        select bookings.note_intent('b:a', 'b', 1, 'pi_b', 1000, 'EUR');
        select bookings.confirm_booking('b:k', 'b', 'pi_b', 1000, 'EUR', 'ch', 1, '{A-1}', '{b:A-1}', '{CODE}');
        select bookings.close_booking('r:x', 'r', 'rejected', 'SeatsTaken', 'taken', 'A-2');
        """;

    [Theory]
    [InlineData("select 1", null)]
    [InlineData("update events.seats set owner = 'r' where owner = 'b'", "seats-of-confirmed-are-sold")]
    [InlineData("update events.seats set owner = 'nobody', status = 'committed' where seat_id = 'A-3'",
        "sold-seats-have-a-booking")]
    [InlineData("update events.seats set owner = 'r', status = 'held', hold_until = now() where seat_id = 'A-2'",
        "undone-bookings-hold-nothing")]
    [InlineData("update bookings.ledger_entries set amount_minor = 900", "money-of-confirmed-is-captured")]
    [InlineData("insert into bookings.ledger_entries values ('x', 'r', 'capture', 5, 'EUR', 'pi')",
        "money-of-undone-is-returned")]
    [InlineData("insert into bookings.ledger_entries values ('x', 'r', 'refund', -5, 'EUR', 'pi')", "no-refund-above-capture")]
    [InlineData("delete from bookings.tickets", "confirmed-has-its-tickets")]
    [InlineData("insert into bookings.tickets (ticket_id, booking_id, seat_id, code) values ('t', 'r', 'A-2', 'X')",
        "undone-has-no-valid-ticket")]
    [InlineData("insert into bookings.payments (booking_id, attempt, intent_id, amount_minor, status) "
        + "values ('r', 1, 'pi_r', 5, 'created')", "no-authorisation-without-hold")]
    [InlineData("insert into bookings.payments (booking_id, attempt, intent_id, amount_minor, status, action_url) "
        + "values ('r', 1, 'pi_r', 5, 'awaiting_customer', 'https://bank')", "no-authorisation-without-hold")]
    [InlineData("update bookings.bookings set lifecycle = 'cancelled' where booking_id = 'r'", "read-model-agrees-with-facts")]
    [InlineData("insert into bookings.booking_facts (booking_id, sequence, key, type) values ('r', 7, 'gap', 'gap')",
        "facts-have-no-gap")]
    [InlineData("alter table bookings.booking_facts disable trigger user; "
        + "delete from bookings.booking_facts where type = 'seats_committed'", "facts-tell-every-effect")]
    [InlineData("select bookings.save('r', 'r:h', 'seats_held', '{}')", "facts-tell-every-effect")]
    [InlineData("select bookings.note_intent('r:a', 'r', 1, 'pi_r', 1000, 'EUR')", "facts-tell-every-effect")]
    [InlineData("update bookings.bookings set seats = '{A-1}', lifecycle = 'confirmed' where booking_id = 'r'",
        "one-booking-per-seat")]
    public async Task Check_SpoiledInOneWay_NamesTheRule(string spoil, string? rule)
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(database);
        await RunAsync(database, Sound);
        await RunAsync(database, spoil);
        var violations = await InvariantChecker.CheckAsync(database);
        if (rule is null)
        {
            violations.ShouldBeEmpty();
        }
        else
        {
            violations.Select(violation => violation.Rule).ShouldContain(rule, string.Join('\n', violations));
        }
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
