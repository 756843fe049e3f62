using Interop.Node;
using Microsoft.Extensions.Logging;
using Temporal.DevServer;

namespace Interop.Conformance;

public sealed class CliTranscriptTests
{
    [NodeFact]
    public async Task OfficialCli_EveryRecordedCommand_GetsAnswersOfTheRecordedShape()
    {
        using var logs = LoggerFactory.Create(builder => builder.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        await using var server = await DevServerHost.StartAsync(new DevServerOptions { Logs = logs }, CancellationToken.None);

        await ConformanceKit.ReplayCliAsync(server.Address);
    }
}
