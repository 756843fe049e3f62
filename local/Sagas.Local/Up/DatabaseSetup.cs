using Npgsql;
using Sagas.Local.State;
using Sagas.Storage;

namespace Sagas.Local.Up;

/// <summary>Brings the schema up to date and puts in something to try the system with. Repeating it changes nothing.</summary>
internal static class DatabaseSetup
{
    public static async Task RunAsync(string databaseUrl, UpKeys keys, CancellationToken stop)
    {
        await using var database = NpgsqlDataSource.Create(databaseUrl);
        try
        {
            await Migrator.MigrateAsync(database, stop);
            await DemoSeed.SeedAsync(database, keys.Client, keys.Support, stop);
        }
        catch (NpgsqlException error) when (error is not PostgresException)
        {
            throw new UserError($"The database at DATABASE_URL cannot be reached: {error.Message}");
        }
    }
}
