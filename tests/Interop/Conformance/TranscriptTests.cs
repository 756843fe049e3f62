using Interop.Node;
using Microsoft.Extensions.Logging;
using Temporal.DevServer;

namespace Interop.Conformance;

public sealed class TranscriptTests
{
    [NodeFact]
    public Task OfficialCli_EveryRecordedCommand_GetsAnswersOfTheRecordedShape() => ReplayAsync(ConformanceKit.ReplayCliAsync);

    [NodeFact]
    public Task OfficialWorkers_EveryRecordedCall_GetsAnAnswerOfTheRecordedShape() =>
        ReplayAsync(ConformanceKit.ReplayWorkersAsync);

    private static async Task ReplayAsync(Func<string, Task> replay)
    {
        using var logs = LoggerFactory.Create(builder => builder.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        await using var server = await DevServerHost.StartAsync(new DevServerOptions { Logs = logs }, CancellationToken.None);

        await replay(server.Address);
    }
}
