using Interop.Node;
using Temporal.DevServer;

namespace Interop.Temporal;

public sealed class TypeScriptWorkerTests
{
    [NodeFact]
    public async Task OfficialWorker_AgainstTheEmbeddedServer_FindsTemporal()
    {
        await using var server = await DevServerHost.StartAsync(new DevServerOptions(), CancellationToken.None);

        await NodeTool.RunAsync("worker.mjs", TimeSpan.FromMinutes(4), ("TEMPORAL_ADDRESS", server.Address));
    }
}
