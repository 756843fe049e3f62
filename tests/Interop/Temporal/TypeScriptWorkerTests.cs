using Interop.Node;
using Microsoft.Extensions.Logging;
using Temporal.DevServer;

namespace Interop.Temporal;

public sealed class TypeScriptWorkerTests
{
    [NodeFact]
    public async Task OfficialWorker_AgainstTheEmbeddedServer_FindsTemporal()
    {
        // A fault of the server reaches the client without its cause; the console of the test shows it.
        using var logs = LoggerFactory.Create(builder => builder.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        await using var server = await DevServerHost.StartAsync(new DevServerOptions { Logs = logs }, CancellationToken.None);

        await NodeTool.RunAsync("worker.mjs", TimeSpan.FromMinutes(4), ("TEMPORAL_ADDRESS", server.Address));
    }
}
