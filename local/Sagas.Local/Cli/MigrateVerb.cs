using Npgsql;
using Sagas.Storage;

namespace Sagas.Local.Cli;

internal static class MigrateVerb
{
    private const string Help =
        """
        ./sagas migrate: brings the schema of the database in DATABASE_URL up to date. Safe to repeat, and to run from
        several places at once. It takes no arguments.
        """;

    public static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        if (args is ["--help" or "-h" or "-?"])
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (args.Length > 0)
        {
            throw new UserError($"'{args[0]}' is not understood: migrate takes no arguments.", CommandLine.NotUnderstood);
        }

        var url = Environment.GetEnvironmentVariable("DATABASE_URL");
        if (string.IsNullOrEmpty(url))
        {
            throw new UserError("Set DATABASE_URL to the database to migrate. (./sagas up migrates its own.)");
        }

        await using var database = NpgsqlDataSource.Create(url);
        try
        {
            await Migrator.MigrateAsync(database, stop);
        }
        catch (Exception error) when (error is NpgsqlException or MigrationException)
        {
            throw new UserError($"The database cannot be migrated: {error.Message}");
        }

        Console.WriteLine("The schema is up to date.");
        return 0;
    }
}
