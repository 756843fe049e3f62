using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Temporalio.Api.Sdk.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker.Behaviour;

[Collection(EndToEndCollection.Name)]
public class HandlerTests(EndToEndFixture server)
{
    [Fact]
    public async Task UnfinishedHandlers_AtTheEnd_AreWarnedOfUnlessAbandoned()
    {
        var warnings = await WarningsAsync(async handle =>
        {
            await handle.SignalAsync(wf => wf.SlowAsync());
            await handle.SignalAsync(wf => wf.SlowAsync());
            await handle.SignalAsync(wf => wf.AbandonedAsync());
            var update = await handle.StartUpdateAsync(
                wf => wf.SlowUpdateAsync(), new(WorkflowUpdateStage.Accepted) { Id = "my-update" });
            await handle.SignalAsync(wf => wf.EndAsync());
            await handle.GetResultAsync();
            var failed = await Should.ThrowAsync<WorkflowUpdateFailedException>(() => update.GetResultAsync());
            failed.InnerException.ShouldBeOfType<ApplicationFailureException>()
                .ErrorType.ShouldBe("AcceptedUpdateCompletedWorkflow");
        });
        warnings.Count.ShouldBe(2);
        foreach (var warning in warnings)
        {
            warning.ShouldMatch("^\\[TMPRL1102\\] Workflow wf-\\S+ finished while (signal|update) handlers are still running\\.");
        }
        warnings.ShouldContain(l => l.EndsWith(": [{\"name\":\"Slow\",\"count\":2}]", StringComparison.Ordinal));
        warnings.ShouldContain(
            l => l.EndsWith(": [{\"name\":\"SlowUpdate\",\"id\":\"my-update\"}]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnfinishedHandlers_WorkflowFails_NobodyIsWarned()
    {
        var warnings = await WarningsAsync(async handle =>
        {
            await handle.SignalAsync(wf => wf.SlowAsync());
            await handle.SignalAsync(wf => wf.FailAsync());
            await Should.ThrowAsync<WorkflowFailedException>(() => handle.GetResultAsync());
        });
        warnings.ShouldBeEmpty();
    }

    [Fact]
    public Task BuiltInQueries_StackTraceAndMetadata_TellOfTheWorkflow() => server.WithWorkerAsync(
        options =>
        {
            options.WorkflowStackTrace = WorkflowStackTrace.Normal;
            options.AddWorkflow<UnfinishedWorkflow>();
        },
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (UnfinishedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            var stack = await handle.QueryAsync<string>("__stack_trace", []);
            // Calls in between may be inlined; the workflow's own method is the outermost that is shown.
            stack.Split('\n')[^1].ShouldContain($"{nameof(UnfinishedWorkflow)}.{nameof(UnfinishedWorkflow.RunAsync)}");
            stack.ShouldNotContain("Temporalio.Worker.Workflows");
            var metadata = await handle.QueryAsync<WorkflowMetadata>("__temporal_workflow_metadata", []);
            metadata.Definition.Type.ShouldBe(nameof(UnfinishedWorkflow));
            metadata.Definition.SignalDefinitions.Select(s => s.Name).ShouldBe(["Abandoned", "End", "Fail", "Slow"]);
            metadata.Definition.SignalDefinitions.Single(s => s.Name == "End").Description.ShouldBe("Ends it");
            metadata.Definition.UpdateDefinitions.Single().Name.ShouldBe("SlowUpdate");
            metadata.CurrentDetails.ShouldBe("waiting for the end");
            await handle.TerminateAsync();
        });

    [Fact]
    public Task StackTrace_NotRecorded_QuerySaysHow() => server.WithWorkerAsync(
        options => options.AddWorkflow<UnfinishedWorkflow>(),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (UnfinishedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            (await Should.ThrowAsync<WorkflowQueryFailedException>(
                () => handle.QueryAsync<string>("__stack_trace", []))).Message.ShouldContain("stack traces are not enabled");
            (await Should.ThrowAsync<WorkflowQueryFailedException>(
                () => handle.QueryAsync<string>("nothing", []))).Message.ShouldContain(
                    "Query handler for nothing expected but not found, known queries: [");
            await handle.TerminateAsync();
        });

    [Fact]
    public Task Replaying_AskedInHandlers_QueryCountsAsReplayButNotOfHistory() => server.WithWorkerAsync(
        options => options.AddWorkflow<ReplayAwareWorkflow>(),
        async queue =>
        {
            var counted = 0;
            using var listener = new MeterListener();
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == ReplayAwareWorkflow.Counter)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref counted));
            listener.Start();
            var handle = await server.Client.StartWorkflowAsync(
                (ReplayAwareWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            (await handle.QueryAsync(wf => wf.Asked())).ShouldBe("code True, history False");
            (await handle.ExecuteUpdateAsync(wf => wf.AskAsync())).ShouldBe(
                "validator: code False, history False; handler: code False, history False");
            await handle.TerminateAsync();
            (await handle.QueryAsync(wf => wf.Asked())).ShouldBe("code True, history False");
            // Two queries, a validator and a handler: metrics too are left out only where history is replayed.
            counted.ShouldBe(4);
        });

    /// <summary>What the worker warns of unfinished handlers while a workflow that has some is used.</summary>
    private async Task<List<string>> WarningsAsync(Func<WorkflowHandle<UnfinishedWorkflow>, Task> use)
    {
        using var logs = new LogLines();
        await server.WithWorkerAsync(
            options =>
            {
                options.LoggerFactory = logs;
                options.AddWorkflow<UnfinishedWorkflow>();
            },
            async queue => await use(await server.Client.StartWorkflowAsync(
                (UnfinishedWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue))));
        return [.. logs.Lines.Where(l => l.Contains("TMPRL1102", StringComparison.Ordinal))];
    }

    [Workflow]
    public class ReplayAwareWorkflow
    {
        public const string Counter = "asked_whether_replaying";
        private string _validated = string.Empty;

        [WorkflowRun]
        public Task RunAsync() => Workflow.WaitConditionAsync(() => false);

        [WorkflowQuery]
        public string Asked()
        {
            Workflow.MetricMeter.CreateCounter<long>(Counter).Add(1);
            return $"code {Workflow.Unsafe.IsReplaying}, history {Workflow.Unsafe.IsReplayingHistoryEvents}";
        }

        [WorkflowUpdateValidator(nameof(AskAsync))]
        public void CheckAsk() => _validated = Asked();

        [WorkflowUpdate]
        public Task<string> AskAsync() => Task.FromResult($"validator: {_validated}; handler: {Asked()}");
    }

    [Workflow]
    public class UnfinishedWorkflow
    {
        private bool _end;

        [WorkflowRun]
        public async Task RunAsync()
        {
            Workflow.CurrentDetails = "waiting for the end";
            await Workflow.WaitConditionAsync(() => _end);
        }

        [WorkflowSignal]
        public Task SlowAsync() => Workflow.DelayAsync(TimeSpan.FromDays(1));

        [WorkflowSignal(UnfinishedPolicy = HandlerUnfinishedPolicy.Abandon)]
        public Task AbandonedAsync() => Workflow.DelayAsync(TimeSpan.FromDays(1));

        [WorkflowSignal(Description = "Ends it")]
        public async Task EndAsync() => _end = true;

        [WorkflowSignal]
        public Task FailAsync() => throw new ApplicationFailureException("asked to fail");

        [WorkflowUpdate]
        public Task SlowUpdateAsync() => Workflow.DelayAsync(TimeSpan.FromDays(1));
    }
}

/// <summary>Keeps the lines that are logged through it.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
