using System.Net;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Sagas.Harness;

/// <summary>
/// What PostgreSQL and Temporal say of the same sagas: one that has ended by itself left its booking fully done or fully undone,
/// and none of them failed, as a failed workflow is a bug.
/// </summary>
internal static class SagaEnds
{
    private const string Workflows = "/api/v1/namespaces/default/workflows";
    private const string Failures = "ExecutionStatus = 'Failed' OR ExecutionStatus = 'TimedOut'";

    private static readonly string[] _byItself = ["COMPLETED", "CANCELED", "FAILED", "TIMED_OUT"];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<string>> CheckAsync(RunningSystem system)
    {
        using var temporal = new HttpClient { BaseAddress = new Uri(system.Urls.TemporalHttp) };
        var faults = new List<string>(await FailedAsync(temporal));
        foreach (var id in await OpenAsync(system.Database))
        {
            // Asked of PostgreSQL once more, since what is open there now may end before Temporal is asked.
            if (await HasEndedAsync(temporal, "booking-" + id) && (await OpenAsync(system.Database)).Contains(id))
            {
                faults.Add($"booking {id} is open, but its saga has ended");
            }
        }

        return faults;
    }

    private static async Task<IEnumerable<string>> FailedAsync(HttpClient temporal)
    {
        var found = await GetAsync(temporal, $"{Workflows}?query={Uri.EscapeDataString(Failures)}");
        return !found.TryGetProperty("executions", out var executions)
            ? []
            : executions.EnumerateArray().Select(execution => execution.GetProperty("execution").GetProperty("workflowId").GetString()!)
                .Where(id => id.StartsWith("booking-", StringComparison.Ordinal) || id.StartsWith("recovery-", StringComparison.Ordinal))
                .Select(id => $"workflow {id} failed");
    }

    private static async Task<bool> HasEndedAsync(HttpClient temporal, string workflow)
    {
        var found = await GetAsync(temporal, $"{Workflows}/{workflow}");
        return found.TryGetProperty("workflowExecutionInfo", out var info)
            && _byItself.Any(end => info.GetProperty("status").GetString()!.EndsWith("_" + end, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyCollection<string>> OpenAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>("select booking_id from bookings.open_bookings")];
    }

    /// <summary>The server may have been killed a moment ago. A workflow that it does not know is an empty answer.</summary>
    private static async Task<JsonElement> GetAsync(HttpClient temporal, string path)
    {
        var text = await Eventually.GetAsync($"Temporal answers {path}", _patience, async () =>
        {
            try
            {
                using var answer = await temporal.GetAsync(path);
                return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync()
                    : answer.StatusCode == HttpStatusCode.NotFound ? "{}"
                    : null;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        });
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
