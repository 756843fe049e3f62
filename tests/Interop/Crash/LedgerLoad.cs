using Interop.Node;
using Temporalio.Client;

namespace Interop.Crash;

/// <summary>Both SDKs at work on one server, and what they were told.</summary>
internal sealed class LedgerLoad : IDisposable
{
    private const int Clients = 4;
    private const int EntriesPerLedger = 6;

    private readonly string _address;
    private readonly Told _told = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TypeScriptLoad _typeScript;
    private readonly Task[] _running;

    private LedgerLoad(string address)
    {
        _address = address;
        _typeScript = new TypeScriptLoad(address, Clients, EntriesPerLedger, _told);
        var dotNet = new DotNetLoad(address, Clients, EntriesPerLedger, _told, _stop.Token);
        _running = [_typeScript.Running, dotNet.RunAsync()];
    }

    /// <summary>
    /// Begins, and waits until both are at work: the official worker does not try again when the server is not there at
    /// its first call, and takes longer to start than ours.
    /// </summary>
    public static async Task<LedgerLoad> StartAsync(string address)
    {
        await NodeTool.InstallAsync();
        var load = new LedgerLoad(address);
        await load.WaitAsync(() => load.HasLedgerOf("dotnet") && load.HasLedgerOf("typescript"));
        return load;
    }

    /// <summary>Waits until clients were told so many things more.</summary>
    public Task WaitForFactsAsync(int more)
    {
        var count = _told.Count + more;
        return WaitAsync(() => _told.Count >= count);
    }

    /// <summary>Lets the open ledgers end and compares all of them with what the server has.</summary>
    public async Task FinishAsync()
    {
        _typeScript.Stop();
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        var audit = new LedgerAudit(await TemporalClient.ConnectAsync(new(_address)));
        foreach (var (id, facts) in _told.Ledgers)
        {
            await audit.VerifyAsync(id, facts);
        }
    }

    public void Dispose()
    {
        _typeScript.Dispose();
        _stop.Dispose();
    }

    private bool HasLedgerOf(string sdk) => _told.Ledgers.Keys.Any(id => id.StartsWith(sdk, StringComparison.Ordinal));

    private async Task WaitAsync(Func<bool> condition)
    {
        while (!condition())
        {
            (await Task.WhenAny([.. _running, Task.Delay(20)])).Exception.ShouldBeNull();
            _running.ShouldAllBe(load => !load.IsCompleted);
        }
    }
}
