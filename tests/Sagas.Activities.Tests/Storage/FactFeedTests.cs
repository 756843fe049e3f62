using Npgsql;
using Sagas.Storage;

namespace Sagas.Activities.Tests.Storage;

/// <summary>Nothing is ever skipped or given twice, whatever order transactions commit in.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class FactFeedTests(DatabaseFixture fixture)
{
    [Fact]
    public async Task GetNAfter_TransactionStillOpen_ItsFactsAndLaterOnesWait()
    {
        await using var database = await NewAsync("b1", "b2");
        await using var slow = await database.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await SaveAsync(slow, "b1", "slow");
        await using (var fast = await database.OpenConnectionAsync())
        {
            await SaveAsync(fast, "b2", "fast");
        }

        (await ReadAsync(database, 0, 10)).Select(fact => fact.Key).ShouldNotContain("fast");
        await transaction.CommitAsync();
        (await ReadAsync(database, 0, 10)).Select(fact => fact.Key).ShouldBe(["slow", "fast"], ignoreOrder: true);
    }

    [Fact]
    public async Task GetNAfter_ReadWhileManyWrite_EachFactOnce()
    {
        const int Writers = 8;
        const int FactsEach = 60;
        await using var database = await NewAsync([.. Enumerable.Range(0, Writers).Select(i => $"b{i}")]);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; i < FactsEach; i++)
            {
                await using var connection = await database.OpenConnectionAsync();
                await SaveAsync(connection, $"b{writer}", $"k{i}");
            }
        }));
        var seen = new List<(string Booking, string Key)>();
        var cursor = 0L;
        while (seen.Count < Writers * FactsEach)
        {
            var done = writing.IsCompleted;
            var page = await ReadAsync(database, cursor, 7);
            seen.AddRange(page.Select(fact => (fact.Booking, fact.Key)));
            cursor = page.Count > 0 ? page[^1].Position : cursor;
            (done && page.Count == 0).ShouldBeFalse($"the feed ended after {seen.Count} facts");
        }

        await writing;
        seen.Distinct().Count().ShouldBe(Writers * FactsEach);
        foreach (var booking in seen.GroupBy(fact => fact.Booking))
        {
            booking.Select(fact => fact.Key).ShouldBe(Enumerable.Range(0, FactsEach).Select(i => $"k{i}"));
        }
    }

    [Fact]
    public async Task GetNAfter_UnknownPositionOrSize_RefusedWithTheCure()
    {
        await using var database = await NewAsync("b1");
        (await Should.ThrowAsync<PostgresException>(() => ReadAsync(database, 4711, 1)))
            .MessageText.ShouldContain("use 0 or a position received before");
        (await Should.ThrowAsync<PostgresException>(() => ReadAsync(database, 0, 0)))
            .MessageText.ShouldContain("allowed are 1 to 10000");
    }

    [Fact]
    public async Task Save_SameKeyTwice_OneFact()
    {
        await using var database = await NewAsync("b1");
        await using var connection = await database.OpenConnectionAsync();
        (await SaveAsync(connection, "b1", "once")).ShouldBe(1);
        (await SaveAsync(connection, "b1", "once")).ShouldBeNull();
        (await SaveAsync(connection, "b1", "twice")).ShouldBe(2);
    }

    [Fact]
    public async Task Rebuild_ReadModelSpoiled_IsWhatTheFactsSay()
    {
        await using var database = await NewAsync("b1");
        await using var connection = await database.OpenConnectionAsync();
        await SaveAsync(connection, "b1", "confirmed", "booking_confirmed");
        await using var rebuild = new NpgsqlCommand("select bookings.rebuild('b1')", connection);
        (await rebuild.ExecuteScalarAsync()).ShouldBe(true);
        await using var read = new NpgsqlCommand("select lifecycle from bookings.bookings", connection);
        (await read.ExecuteScalarAsync()).ShouldBe("confirmed");
        (await rebuild.ExecuteScalarAsync()).ShouldBe(false);
    }

    private static async Task<int?> SaveAsync(NpgsqlConnection connection, string booking, string key, string type = "test")
    {
        await using var command = new NpgsqlCommand("select bookings.save($1, $2, $3, '{}')", connection)
        {
            Parameters = { new() { Value = booking }, new() { Value = key }, new() { Value = type } },
        };
        return await command.ExecuteScalarAsync() as int?;
    }

    private static async Task<IReadOnlyList<(long Position, string Booking, string Key)>> ReadAsync(
        NpgsqlDataSource database, long after, int count)
    {
        await using var command = database.CreateCommand(
            "select fact_position, booking_id, key from bookings.get_n_after($1, $2)");
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = count });
        await using var reader = await command.ExecuteReaderAsync();
        var facts = new List<(long, string, string)>();
        while (await reader.ReadAsync())
        {
            facts.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        }

        return facts;
    }

    private async Task<NpgsqlDataSource> NewAsync(params string[] bookings)
    {
        var database = await fixture.CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(database);
        await using var command = database.CreateCommand(
            "insert into bookings.bookings (booking_id, client_id, event_id, seats, customer_name, customer_email) "
            + "select b, 'c', 'e', '{A-1}', 'n', 'm' from unnest($1) b");
        command.Parameters.Add(new() { Value = bookings });
        await command.ExecuteNonQueryAsync();
        return database;
    }
}
