using Npgsql;
using Sagas.Storage;

namespace Sagas.Activities.Tests.Storage;

[Collection(DatabaseCollection.Name)]
public sealed class MigratorTests(DatabaseFixture fixture)
{
    [Fact]
    public async Task Migrate_ManyAtOnceOnAnEmptyDatabase_AllSucceedAndEachScriptRunsOnce()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrator.MigrateAsync(database)));
        await using var count = database.CreateCommand(
            "select count(*) from storage.scripts where applied_at <> (select min(applied_at) from storage.scripts)");
        (await count.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task Migrate_ReleasedScriptChanged_RefusedByName()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(database);
        await using var change = database.CreateCommand(
            "update storage.scripts set checksum = 'other' where name = '0001_events.sql'");
        await change.ExecuteNonQueryAsync();
        var error = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database));
        error.Message.ShouldContain("'0001_events.sql' was changed");
    }

    [Fact]
    public async Task Migrate_DatabaseOfANewerBuild_Refused()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(database);
        await using var change = database.CreateCommand(
            "insert into storage.scripts (name, checksum) values ('9999_later.sql', 'x')");
        await change.ExecuteNonQueryAsync();
        var error = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database));
        error.Message.ShouldContain("newer");
    }

    [Fact]
    public async Task Migrate_ProgramChanged_IsReplaced()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(database);
        await using var spoil = database.CreateCommand(
            "drop function bookings.rebuild; update storage.scripts set checksum = 'old' where name like 'Programs/10%'");
        await spoil.ExecuteNonQueryAsync();
        await Migrator.MigrateAsync(database);
        await using var call = database.CreateCommand("select bookings.rebuild('nobody')");
        (await call.ExecuteScalarAsync()).ShouldBe(false);
    }

    [Fact]
    public async Task Seed_Twice_SameEventAndKeysOnce()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(database);
        var client = ApiKeys.Generate(ApiKeyRole.Client);
        var support = ApiKeys.Generate(ApiKeyRole.Support);
        await DemoSeed.SeedAsync(database, client, support);
        await DemoSeed.SeedAsync(database, client, support);
        await using var seats = database.CreateCommand(
            "select count(*) from events.seat_view where event_id = 'demo' and status = 'free'");
        (await seats.ExecuteScalarAsync()).ShouldBe(20_000L);
        await using var keys = database.CreateCommand("select string_agg(role, ',' order by role) from bookings.api_key_view");
        (await keys.ExecuteScalarAsync()).ShouldBe("client,support");
    }

    [Fact]
    public async Task Facts_Changed_Refused()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await Migrator.MigrateAsync(database);
        await using var change = database.CreateCommand("update bookings.booking_facts set type = 'other'");
        var error = await Should.ThrowAsync<PostgresException>(() => change.ExecuteNonQueryAsync());
        error.MessageText.ShouldContain("append-only");
    }
}
