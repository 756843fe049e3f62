using System.Net;
using Npgsql;
using Sagas.Activities.Events;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Payments.Stripe;
using Sagas.Storage;
using Sagas.TestSupport;
using Sagas.Workers.Configuration;
using Sagas.Workers.Hosting;

namespace Sagas.Workers.Tests;

[Collection(SurroundingsCollection.Name)]
public sealed class WorkerHostTests(Surroundings surroundings)
{
    [Fact]
    public async Task Host_EverythingThere_LivesIsReadyAndStopsWhenAsked()
    {
        using var stop = new CancellationTokenSource();
        await using var host = await WorkerHost.StartAsync(
            Settings(surroundings.DatabaseUrl, surroundings.TemporalAddress), stop.Token);
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };
        (await http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("/health/startup")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await http.GetAsync("/health/ready");
        (await ready.Content.ReadAsStringAsync()).ShouldBe("""{"status":"ok","checks":{"database":"ok","temporal":"ok"}}""");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        await stop.CancelAsync();
        (await host.WaitAsync(stop.Token).WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
    }

    [Fact]
    public async Task Readiness_DatabaseThatFellSilent_IsDeniedInTimeAndNamesIt()
    {
        using var stop = new CancellationTokenSource();
        using var proxy = new FreezingProxy(AddressOf(surroundings.DatabaseUrl));
        await using var host = await WorkerHost.StartAsync(
            Settings(Through(proxy, surroundings.DatabaseUrl), surroundings.TemporalAddress), stop.Token);
        // A kubelet waits five seconds; the check itself two.
        using var http = new HttpClient { BaseAddress = new Uri(host.Address), Timeout = TimeSpan.FromSeconds(6) };
        (await http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        proxy.FreezeEverything();

        var ready = await http.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldNotContain("\"database\":\"ok\"");
        (await http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Host_TemporalAway_WaitsUntilStopped()
    {
        using var stop = new CancellationTokenSource();
        var starting = WorkerHost.StartAsync(Settings(surroundings.DatabaseUrl, "127.0.0.1:1"), stop.Token);
        await Should.ThrowAsync<TimeoutException>(() => starting.WaitAsync(TimeSpan.FromSeconds(2)));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => starting.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Host_DatabaseWithoutSchema_RefusedWithTheCure()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var url = await cluster.CreateDatabaseAsync();
        var error = await Should.ThrowAsync<MigrationException>(
            () => WorkerHost.StartAsync(Settings(url, surroundings.TemporalAddress), CancellationToken.None));
        error.Message.ShouldContain("./sagas migrate");
    }

    private static string AddressOf(string databaseUrl)
    {
        var connection = new NpgsqlConnectionStringBuilder(databaseUrl);
        return $"{connection.Host}:{connection.Port}";
    }

    private static string Through(FreezingProxy proxy, string databaseUrl)
    {
        var address = IPEndPoint.Parse(proxy.Address);
        return new NpgsqlConnectionStringBuilder(databaseUrl) { Host = $"{address.Address}", Port = address.Port }.ConnectionString;
    }

    private static WorkerSettings Settings(string databaseUrl, string temporal) => new()
    {
        Role = WorkerRoles.All,
        DatabaseUrl = databaseUrl,
        Temporal = new TemporalSettings(temporal, "default", null, null),
        Stripe = new StripeOptions(),
        SendGrid = new SendGridOptions(),
        Hold = new HoldOptions(),
        Port = 0,
    };
}
