using Interop.Node;
using Sagas.Harness;

namespace Interop.Temporal;

public sealed class BookingWorkflowTests
{
    [NodeFact]
    public async Task OfficialClient_OnTheRunningSystem_OperatesBookings()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.SeedEventAsync("interop");

        await NodeTool.RunAsync(
            "bookings.mjs",
            TimeSpan.FromMinutes(5),
            ("TEMPORAL_ADDRESS", system.Urls.Temporal),
            ("API_URL", system.Urls.Api),
            ("API_KEY", system.Keys.Client),
            ("STRIPE_URL", system.Urls.Stripe),
            ("EVENT_ID", "interop"));

        (await Soundness.CheckAsync(system)).ShouldBeEmpty();
    }
}
