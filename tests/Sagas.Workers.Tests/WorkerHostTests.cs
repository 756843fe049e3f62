using System.Net;
using Sagas.Activities.Events;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Payments.Stripe;
using Sagas.Storage;
using Sagas.TestSupport;
using Sagas.Workers.Configuration;
using Sagas.Workers.Hosting;

namespace Sagas.Workers.Tests;

public sealed class WorkerHostTests
{
    [Fact]
    public async Task Host_TemporalAway_LivesButIsNotReadyAndStopsAtOnce()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var url = await cluster.CreateDatabaseAsync();
        await using (var database = SagasDatabase.Open(url, "tests"))
        {
            await Migrator.MigrateAsync(database);
        }

        using var stop = new CancellationTokenSource();
        await using var host = await WorkerHost.StartAsync(Settings(url), stop.Token);
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };
        (await http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await http.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("database: ok");
        await stop.CancelAsync();
        await host.WaitAsync(stop.Token).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Host_DatabaseWithoutSchema_RefusedWithTheCure()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var url = await cluster.CreateDatabaseAsync();
        var error = await Should.ThrowAsync<MigrationException>(() => WorkerHost.StartAsync(Settings(url), CancellationToken.None));
        error.Message.ShouldContain("./sagas migrate");
    }

    private static WorkerSettings Settings(string databaseUrl) => new()
    {
        Role = WorkerRoles.All,
        DatabaseUrl = databaseUrl,
        Temporal = new TemporalSettings("127.0.0.1:1", "default", null, null),
        Stripe = new StripeOptions(),
        SendGrid = new SendGridOptions(),
        Hold = new HoldOptions(),
        Port = 0,
    };
}
