using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Sagas.Activities.Bookings;
using Sagas.Activities.Events;
using Sagas.Activities.Notifications.SendGrid;
using Sagas.Activities.Payments.Stripe;
using Sagas.Contracts;
using Sagas.Telemetry;
using Sagas.Workers.Configuration;
using Sagas.Workers.Hosting;
using Temporalio.Extensions.Hosting;

namespace Sagas.Workers.Tests.Hosting;

/// <summary>Which activities the worker of the bookings' own task queue has: those that it tries itself first.</summary>
public sealed class WorkerActivitiesTests
{
    [Theory]
    [InlineData(WorkerRoles.All, true)]
    [InlineData(TaskQueues.Bookings, false)]
    public async Task BookingsQueue_Role_CallsProvidersOnlyWithEveryRole(string role, bool callsProviders)
    {
        var activities = await ActivitiesAsync(role, TaskQueues.Bookings);

        activities.ShouldContain("ConfirmBooking");
        activities.ShouldContain("HoldSeats");
        activities.Contains("CapturePayment").ShouldBe(callsProviders);
        activities.Contains("SendTickets").ShouldBe(callsProviders);
    }

    [Theory]
    [InlineData(TaskQueues.Payments, "CapturePayment")]
    [InlineData(TaskQueues.Notifications, "SendTickets")]
    [InlineData(TaskQueues.Events, "HoldSeats")]
    public async Task OwnQueue_Role_HasItsActivitiesAndNoOthers(string role, string activity)
    {
        var activities = await ActivitiesAsync(role, role);

        activities.ShouldContain(activity);
        activities.ShouldNotContain("ConfirmBooking");
    }

    private static async Task<List<string?>> ActivitiesAsync(string role, string queue)
    {
        await using var database = NpgsqlDataSource.Create("Host=localhost");
        var services = new ServiceCollection();
        services.AddWorkerServices(
            Settings(role),
            TelemetrySettings.From(_ => null, "tests"),
            database,
            new TicketCodes(new byte[TicketCodes.SecretBytesMin]));
        await using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<TemporalWorkerServiceOptions>>().Get(queue);
        return [.. options.Activities.Select(activity => activity.Name)];
    }

    private static WorkerSettings Settings(string role) => new()
    {
        Role = role,
        DatabaseUrl = "Host=localhost",
        Temporal = new TemporalSettings("localhost:7233", "default", null, null),
        Stripe = new StripeOptions(),
        SendGrid = new SendGridOptions(),
        Hold = new HoldOptions(),
        Port = 0,
    };
}
