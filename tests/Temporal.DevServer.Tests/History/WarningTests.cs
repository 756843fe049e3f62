using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Temporal.DevServer.History;
using Temporal.DevServer.Tests.Grpc;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.History;

/// <summary>What is logged on the way to the limits of a history.</summary>
public sealed class WarningTests : IAsyncLifetime
{
    private const int LargeEvent = 1410;
    private const int LongHistory = 1408;

    private readonly Lines _lines = new();
    private DevServerHost _server = null!;
    private GrpcTestClient _client = null!;

    public async Task InitializeAsync()
    {
        var logs = LoggerFactory.Create(builder => builder.AddProvider(_lines));
        _server = await DevServerHost.StartAsync(new DevServerOptions { Logs = logs }, default);
        _client = new GrpcTestClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(Limits.BlobBytesWarn - 1000, 0)]
    [InlineData(Limits.BlobBytesWarn, 1)]
    public async Task Event_OverTheSizeToWarnOf_IsLoggedWithItsRun(int bytes, int lines)
    {
        await StartAsync(bytes);

        _lines.Of(LargeEvent).Count().ShouldBe(lines);
        _lines.Of(LargeEvent).ShouldAllBe(text => text.Contains("Workflow w ") && text.Contains("WorkflowExecutionStarted"));
    }

    [Fact]
    public async Task History_OverTheLengthToWarnOf_IsLoggedOnce()
    {
        await StartAsync(bytes: 0);
        await CompleteAsync(markers: Limits.HistoryEventsWarn - 100);
        _lines.Of(LongHistory).ShouldBeEmpty();

        await CompleteAsync(markers: 100);
        await CompleteAsync(markers: 100);

        _lines.Of(LongHistory).ShouldHaveSingleItem().ShouldContain("Let it continue as new");
    }

    private Task StartAsync(int bytes) => _client.CallAsync<StartWorkflowExecutionResponse>(new StartWorkflowExecutionRequest
    {
        Namespace = "default",
        WorkflowId = "w",
        WorkflowType = new() { Name = "type" },
        TaskQueue = new() { Name = "queue" },
        Input = new() { Payloads_ = { new Temporalio.Api.Common.V1.Payload { Data = ByteString.CopyFrom(new byte[bytes]) } } },
        RequestId = "r",
    });

    /// <summary>Completes the next workflow task with markers, and asks for another.</summary>
    private async Task CompleteAsync(int markers)
    {
        var task = await _client.CallAsync<PollWorkflowTaskQueueResponse>(
            new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = "queue" } }, timeout: "10S");
        var request = new RespondWorkflowTaskCompletedRequest
        {
            Namespace = "default",
            TaskToken = task.TaskToken,
            ForceCreateNewWorkflowTask = true,
        };
        request.Commands.Add(Enumerable.Range(0, markers).Select(_ => new Command
        {
            CommandType = CommandType.RecordMarker,
            RecordMarkerCommandAttributes = new() { MarkerName = "m" },
        }));
        await _client.CallAsync<RespondWorkflowTaskCompletedResponse>(request);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(int Id, string Text)> _all = [];

        public IEnumerable<string> Of(int id) => _all.Where(line => line.Id == id).Select(line => line.Text);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue((eventId.Id, formatter(state, exception)));

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
