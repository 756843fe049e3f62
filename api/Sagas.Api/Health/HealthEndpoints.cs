using Npgsql;
using Sagas.Api.Json;
using Sagas.Api.Temporal;
using Temporalio.Exceptions;

namespace Sagas.Api.Health;

/// <summary>
/// live: this process answers. startup: it sees its schema. ready: it can accept bookings, for which it needs
/// only the database; without Temporal it is degraded, because accepted bookings then wait.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").ExcludeFromDescription();
        health.MapGet("/live", context => WriteAsync(context, StatusCodes.Status200OK, new HealthResponse("ok", Nothing)));
        health.MapGet("/startup", (HttpContext context, NpgsqlDataSource database) => StartedAsync(context, database));
        health.MapGet("/ready", ReadyAsync);
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    private static async Task StartedAsync(HttpContext context, NpgsqlDataSource database)
    {
        var ok = await SeesSchemaAsync(database, context.RequestAborted);
        await WriteAsync(context, ok ? 200 : 503, new HealthResponse(ok ? "ok" : "down", Checks(("database", ok))));
    }

    private static async Task ReadyAsync(HttpContext context, NpgsqlDataSource database, IBookingSagas sagas)
    {
        var checks = await Task.WhenAll(
            SeesSchemaAsync(database, context.RequestAborted), SeesTemporalAsync(sagas, context.RequestAborted));
        var status = checks switch
        {
            [false, _] => "down",
            [true, false] => "degraded",
            _ => "ok",
        };
        await WriteAsync(
            context,
            checks[0] ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new HealthResponse(status, Checks(("database", checks[0]), ("temporal", checks[1]))));
    }

    private static async Task<bool> SeesSchemaAsync(NpgsqlDataSource database, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(AnswerWithin);
        try
        {
            // A database that has fallen silent does not even answer that a query be given up, so nobody waits for that.
            await LookAsync(database, limit.Token).WaitAsync(limit.Token);
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task LookAsync(NpgsqlDataSource database, CancellationToken limit)
    {
        await using var command = database.CreateCommand("select 1 from bookings.api_key_view limit 1");
        await command.ExecuteScalarAsync(limit);
    }

    private static async Task<bool> SeesTemporalAsync(IBookingSagas sagas, CancellationToken stop)
    {
        try
        {
            return await sagas.IsReachableAsync(stop);
        }
        catch (Exception error) when (error is TemporalException or OperationCanceledException or IOException
            or HttpRequestException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Checks(params (string Name, bool Ok)[] checks) =>
        checks.ToDictionary(check => check.Name, check => check.Ok ? "ok" : "down");

    private static Task WriteAsync(HttpContext context, int status, HealthResponse health)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            health, ApiJson.Default.HealthResponse, cancellationToken: context.RequestAborted);
    }
}
