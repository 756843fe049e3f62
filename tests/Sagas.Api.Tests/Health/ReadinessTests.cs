using System.Net;
using Npgsql;
using Sagas.TestSupport;

namespace Sagas.Api.Tests.Health;

public sealed class ReadinessTests
{
    /// <summary>The check takes two seconds, and a kubelet waits five.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(6);

    [PostgresFact]
    public async Task Readiness_WithoutTemporal_IsDegradedButGiven()
    {
        await using var api = await RunningApi.StartAsync();
        api.Sagas.IsDown = true;

        var answer = await api.SendAsync(HttpMethod.Get, "/health/ready", key: null);

        answer.Status.ShouldBe(200);
        answer.Text("status").ShouldBe("degraded");
        answer.Body.GetProperty("checks").GetProperty("temporal").GetString().ShouldBe("down");
    }

    [PostgresFact]
    public async Task Probes_OfADatabaseThatFellSilent_AnswerInTimeAndNameIt()
    {
        FreezingProxy? proxy = null;
        await using var api = await RunningApi.StartAsync(connection =>
        {
            var database = new NpgsqlConnectionStringBuilder(connection);
            proxy = new FreezingProxy($"{database.Host}:{database.Port}");
            database.Port = IPEndPoint.Parse(proxy.Address).Port;
            return database.ConnectionString;
        });
        (await api.SendAsync(HttpMethod.Get, "/health/ready", key: null)).Status.ShouldBe(200);

        proxy!.FreezeEverything();

        foreach (var probe in new[] { "startup", "ready" })
        {
            var answer = await api.SendAsync(HttpMethod.Get, $"/health/{probe}", key: null).WaitAsync(_patience);
            answer.Status.ShouldBe(503);
            answer.Body.GetProperty("checks").GetProperty("database").GetString().ShouldBe("down");
        }
        (await api.SendAsync(HttpMethod.Get, "/health/live", key: null)).Status.ShouldBe(200);
        // What waits for the database is sent away, so that the process can stop.
        proxy.Dispose();
    }
}
