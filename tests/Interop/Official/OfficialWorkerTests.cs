using Sagas.Harness;

namespace Interop.Official;

/// <summary>
/// Worker and API on the official package, native core and all, on the embedded server: what they do, and what the server
/// records of it, is what happens with our own SDK.
/// </summary>
public sealed class OfficialWorkerTests
{
    private const string NativeCore = "libtemporalio_sdk_core_c_bridge.so";
    private const string Declined = "pm_card_chargeDeclined";
    private const string RefusedForGood = "buyer@invalid.example";

    [OfficialFact]
    public async Task WorkerAndApi_OnTheOfficialPackage_BookAsWithOurs()
    {
        await OfficialBuild.EnsureAsync();
        // Whether a provider is called locally depends on how quick it was, so histories could differ by that.
        await using var system = await RunningSystem.StartAsync(
            new Dictionary<string, string> { ["SAGAS_LOCAL_STEPS"] = "database" });
        await system.SeedEventAsync("ours");
        await system.SeedEventAsync("official");
        var ours = await BookAllAsync(system, "ours");
        await using var worker = await StartAsync(system, "worker", OfficialBuild.Worker, "Worker ready");
        await using var api = await StartAsync(system, "api", OfficialBuild.Api, "API ready");

        var official = await BookAllAsync(system, "official");

        official.Zip(ours).Where(pair => pair.First != pair.Second).ShouldBeEmpty("official, ours");
        official.Count.ShouldBe(ours.Count);
        await DiesAndGoesOnAsync(system, worker);
        IsOfficial(worker);
        IsOfficial(api);
        (await Soundness.CheckAsync(system)).ShouldBeEmpty();
    }

    /// <summary>One confirmed, one declined, one that parks and is repaired; and what Temporal recorded of each.</summary>
    private static async Task<IReadOnlyList<string>> BookAllAsync(RunningSystem system, string eventId)
    {
        var desk = new BookingDesk(system);
        var confirmed = await desk.BookAsync(eventId, ["A-1"]);
        var declined = await desk.BookAsync(eventId, ["A-2"], Declined);
        var parked = await ParkAndRepairAsync(system, eventId);
        Booking[] all = [confirmed, declined, parked];
        return [.. (await Task.WhenAll(all.Select(booking => RecordedHistory.OfAsync(system, booking)))).SelectMany(events => events)];
    }

    private static async Task<Booking> ParkAndRepairAsync(RunningSystem system, string eventId)
    {
        var desk = new BookingDesk(system);
        var id = await desk.PlaceAsync(eventId, ["A-3"], email: RefusedForGood, onDeliveryFailure: "park");
        await desk.UntilAsync(id, "parked", seen => seen.Status == "needs_attention");
        var retried = await system.Support.PostAsync(
            $"/v1/support/bookings/{id}/retry", """{"reason":"typing error","email":"right@example.org"}""");
        retried.Status.ShouldBe(202, retried.Text);
        return await desk.UntilFinalAsync(id);
    }

    /// <summary>The worker dies while the mail is being sent; another one replays the saga and ends it.</summary>
    private static async Task DiesAndGoesOnAsync(RunningSystem system, OwnPart worker)
    {
        var desk = new BookingDesk(system);
        await system.SendGrid.FailAsync("""{"operation":"mail.send","delayAfterMs":1500}""");
        var id = await desk.PlaceAsync("official", ["A-4"]);
        await Eventually.HoldsAsync(
            "the mail is being sent", BookingDesk.Patience, async () => await system.SendGrid.FaultsLeftAsync() == 0);
        await worker.KillAsync();
        worker.Start();

        (await desk.UntilFinalAsync(id)).Status.ShouldBe("confirmed");
    }

    private static async Task<OwnPart> StartAsync(RunningSystem system, string role, string program, string ready)
    {
        var part = OwnPart.TakeOver(system, role, program);
        part.Start();
        await part.SaysAsync(ready, BookingDesk.Patience);
        return part;
    }

    private static void IsOfficial(OwnPart part) =>
        File.ReadAllText($"/proc/{part.Pid}/maps").ShouldContain(NativeCore);
}
