using System.Data;
using Npgsql;

namespace Sagas.Storage;

/// <summary>
/// Brings a database to the schema of this build. Numbered scripts run once, in order, forward only, and may never change
/// afterwards; programs (functions and views) are replaced whenever their text changed. Every call is idempotent, all of it
/// is one transaction, and an advisory lock lets any number of processes call it at once.
/// </summary>
public static class Migrator
{
    /// <summary>Key of the advisory lock: the bytes of "SAGAS".</summary>
    private const long LockKey = 0x53_41_47_41_53;

    private const string CreateJournal = """
        create schema if not exists storage;
        create table if not exists storage.scripts (
          name       text primary key,
          checksum   text not null,
          applied_at timestamptz not null default now()
        );
        """;

    /// <summary>Applies what is missing.</summary>
    /// <param name="database">Where to.</param>
    /// <param name="cancellationToken">Stops between scripts; nothing is kept then.</param>
    /// <exception cref="MigrationException">A released script was changed, or the database is newer than this build.</exception>
    public static async Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection
            .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, "set local lock_timeout = '60s'; set local client_min_messages = warning", cancellationToken)
            .ConfigureAwait(false);
        await RunAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, CreateJournal, cancellationToken).ConfigureAwait(false);
        var applied = await ReadJournalAsync(connection, cancellationToken).ConfigureAwait(false);
        var scripts = MigrationScript.LoadAll();
        RequireSameHistory(scripts, applied);
        foreach (var script in scripts.Where(script => script.IsNeeded(applied)))
        {
            await ApplyAsync(connection, script, cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static void RequireSameHistory(
        IReadOnlyList<MigrationScript> scripts, IReadOnlyDictionary<string, string> applied)
    {
        var known = scripts.ToDictionary(script => script.Name, StringComparer.Ordinal);
        foreach (var (name, checksum) in applied)
        {
            if (MigrationScript.IsProgramName(name))
            {
                continue;
            }

            if (!known.TryGetValue(name, out var script))
            {
                throw new MigrationException(
                    $"The database has migration '{name}', which this build does not know: the database is newer than the "
                    + "program. Start a newer build.");
            }

            if (script.Checksum != checksum)
            {
                throw new MigrationException(
                    $"Migration '{name}' was changed after it had been applied (checksum {script.Checksum}, applied "
                    + $"{checksum}). Migrations only go forward: undo the change and write a new script.");
            }
        }
    }

    private static async Task<Dictionary<string, string>> ReadJournalAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select name, checksum from storage.scripts", connection);
        await using var reader = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
        while (await reader.ReadAsync(stop).ConfigureAwait(false))
        {
            applied.Add(reader.GetString(0), reader.GetString(1));
        }

        return applied;
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, MigrationScript script, CancellationToken stop)
    {
        try
        {
            await RunAsync(connection, script.Sql, stop).ConfigureAwait(false);
        }
        catch (PostgresException error)
        {
            throw new MigrationException(
                $"Migration '{script.Name}' failed and nothing was kept: {error.SqlState} {error.MessageText}", error);
        }

        await using var record = new NpgsqlCommand(
            "insert into storage.scripts (name, checksum) values ($1, $2) "
            + "on conflict (name) do update set checksum = excluded.checksum, applied_at = now()",
            connection) { Parameters = { new() { Value = script.Name }, new() { Value = script.Checksum } } };
        await record.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
    }
}
