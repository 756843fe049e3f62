using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Hosting;

public sealed class AbandonedCallTests
{
    private const int Calls = 20;

    [Fact]
    public async Task Poll_CancelledOrCutOffByItsCaller_IsNoFaultOfTheServer()
    {
        using var seen = new Seen();
        using var logs = LoggerFactory.Create(log => log.AddProvider(seen).SetMinimumLevel(LogLevel.Warning));
        await using (var server = await DevServerHost.StartAsync(new DevServerOptions { Logs = logs }, default))
        {
            using (var client = new GrpcTestClient(server.Address))
            {
                using var cancel = new CancellationTokenSource();
                var polls = Enumerable.Range(0, Calls).Select(_ => PollAsync(client, cancel.Token)).ToList();
                await cancel.CancelAsync();
                await Task.WhenAll(polls);
            }

            var cut = new GrpcTestClient(server.Address);
            var open = Enumerable.Range(0, Calls).Select(_ => PollAsync(cut, default)).ToList();
            cut.Dispose();
            await Task.WhenAll(open);
        }

        seen.Lines.ShouldBeEmpty();
    }

    private static async Task PollAsync(GrpcTestClient client, CancellationToken cancel)
    {
        try
        {
            await client.CallAsync<PollWorkflowTaskQueueResponse>(
                new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = "q" } },
                timeout: "60S", cancel: cancel);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException
            or ObjectDisposedException or RpcException)
        {
            // What the caller sees is not the point here.
        }
    }

    private sealed class Seen : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
