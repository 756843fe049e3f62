using Npgsql;
using Temporalio.Client;

namespace Sagas.Workers.Health;

/// <summary>
/// `/health/live`: the process answers. `/health/ready`: it also reaches the database and Temporal, each named in the answer;
/// 503 if not.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static void MapHealth(this WebApplication application)
    {
        application.MapGet("/health/live", () => Results.Text("live"));
        application.MapGet("/health/ready", async (
            NpgsqlDataSource database, ITemporalClient temporal, CancellationToken stop) =>
        {
            var databaseFault = await FaultAsync(limit => PingAsync(database, limit), stop).ConfigureAwait(false);
            var temporalFault = await FaultAsync(limit => PingAsync(temporal, limit), stop).ConfigureAwait(false);
            var body = $"database: {databaseFault ?? "ok"}\ntemporal: {temporalFault ?? "ok"}\n";
            return Results.Text(body, statusCode: databaseFault is null && temporalFault is null ? 200 : 503);
        });
    }

    private static async Task PingAsync(NpgsqlDataSource database, CancellationToken limit)
    {
        await using var command = database.CreateCommand("select 1");
        await command.ExecuteScalarAsync(limit).ConfigureAwait(false);
    }

    private static Task PingAsync(ITemporalClient temporal, CancellationToken limit) =>
        temporal.Connection.CheckHealthAsync(options: new RpcOptions { CancellationToken = limit });

    /// <summary>Null if the dependency answers; otherwise the kind of fault, without anything secret.</summary>
    private static async Task<string?> FaultAsync(Func<CancellationToken, Task> ping, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        try
        {
            await ping(limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) // Whatever it is, the answer is "not ready".
        {
            return error.GetType().Name;
        }
    }
}
