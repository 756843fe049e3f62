using System.Globalization;
using Interop.Node;
using Sagas.TestSupport;

namespace Interop.Crash;

/// <summary>
/// No acknowledged call is lost and none is applied twice, whatever breaks meanwhile: every ledger of both SDKs ends, and
/// holds what its client was told.
/// </summary>
public sealed class FaultsUnderLoadTests
{
    private const int FactsBetweenKillsMax = 60;
    private const int FactsAroundOutage = 50;

    /// <summary>How often the server dies: a few times, or as often as <c>SAGAS_SERVER_KILLS</c> says.</summary>
    private static int Kills { get; } = Setting("SAGAS_SERVER_KILLS", 5);

    /// <summary>How long the database is away: a moment, or as long as <c>SAGAS_OUTAGE_SECONDS</c> says.</summary>
    private static TimeSpan Outage { get; } = TimeSpan.FromSeconds(Setting("SAGAS_OUTAGE_SECONDS", 3));

    [NodeFact]
    public async Task Server_KilledUnderLoadOfTwoSdks_KeepsAllItSaidOnce()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var server = new ServerProcess(await cluster.CreateDatabaseAsync());
        await server.StartAsync();
        using var load = await LedgerLoad.StartAsync(server.Address);

        var random = new Random(Kills);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await load.WaitForFactsAsync(random.Next(1, FactsBetweenKillsMax));
            await server.KillAsync();
            await server.StartAsync();
        }

        await load.FinishAsync();
        (await server.TerminateAsync()).ShouldBe(0);
    }

    [NodeFact]
    public async Task Database_AwayUnderLoadOfTwoSdks_IsWaitedFor()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var server = new ServerProcess(await cluster.CreateDatabaseAsync());
        await server.StartAsync();
        using var load = await LedgerLoad.StartAsync(server.Address);
        await load.WaitForFactsAsync(FactsAroundOutage);

        await cluster.StopAsync();
        await Task.Delay(Outage); // the outage itself
        await cluster.RestartAsync();

        await load.WaitForFactsAsync(FactsAroundOutage);
        await load.FinishAsync();
        (await server.TerminateAsync()).ShouldBe(0, "the server that was there before the outage");
    }

    private static int Setting(string name, int otherwise) => int.TryParse(
        Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value : otherwise;
}
