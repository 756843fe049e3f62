using Npgsql;
using Temporalio.Client;

namespace Sagas.Workers.Health;

/// <summary>
/// `/health/live`: the process answers. `/health/startup`: it has reached database and Temporal once, which it does before it
/// listens at all. `/health/ready`: it reaches both now, each named in the answer; 503 if not.
/// </summary>
internal static class HealthEndpoints
{
    private const string Ok = "ok";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly Health Fine = new(Ok, new Dictionary<string, string>());

    public static void MapHealth(this WebApplication application)
    {
        application.MapGet("/health/live", () => Results.Json(Fine));
        application.MapGet("/health/startup", () => Results.Json(Fine));
        application.MapGet("/health/ready", async (
            NpgsqlDataSource database, ITemporalClient temporal, CancellationToken stop) =>
        {
            var faults = await Task.WhenAll(
                FaultAsync(limit => PingAsync(database, limit), stop),
                FaultAsync(limit => PingAsync(temporal, limit), stop)).ConfigureAwait(false);
            var isReady = faults.All(fault => fault is null);
            return Results.Json(
                new Health(isReady ? Ok : "down", new Dictionary<string, string>
                {
                    ["database"] = faults[0] ?? Ok,
                    ["temporal"] = faults[1] ?? Ok,
                }),
                statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
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
            // What has fallen silent does not even answer that a call be given up, so nobody waits for that.
            await ping(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) // Whatever it is, the answer is "not ready".
        {
            return error.GetType().Name;
        }
    }

    /// <param name="Status">ok or down.</param>
    /// <param name="Checks">Each dependency: ok, or the kind of its fault.</param>
    private sealed record Health(string Status, IReadOnlyDictionary<string, string> Checks);
}
