using Npgsql;
using Sagas.TestSupport;

namespace Temporal.DevServer.Tests.Persistence;

public sealed class PostgresClusterTests
{
    [PostgresFact]
    public async Task Cluster_KilledAndRestarted_KeepsWhatWasCommitted()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync() + ";Pooling=false";
        await ExecuteAsync(database, "CREATE TABLE t (id int); INSERT INTO t VALUES (7)");

        await cluster.KillAsync();
        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync(database, "SELECT 1"));
        await cluster.RestartAsync();

        (await ExecuteAsync(database, "SELECT id FROM t")).ShouldBe(7);
    }

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
