using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Extensions.OpenTelemetry;
using Temporalio.Testing;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Tracing;

public class TracingTests
{
    [Fact]
    public async Task Trace_FromClientThroughWorkflowToEveryAttempt_IsOne()
    {
        ConcurrentBag<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Temporalio.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var env = await WorkflowEnvironment.StartLocalAsync(
            new() { Interceptors = [new TracingInterceptor()] });
        using var worker = new TemporalWorker(
            env.Client,
            new TemporalWorkerOptions("q") { MaxCachedWorkflows = 0 }.AddActivity(Traced.Twice).AddWorkflow<Traced>());
        await worker.ExecuteAsync(async () =>
        {
            var handle = await env.Client.StartWorkflowAsync((Traced wf) => wf.RunAsync(), new("traced", "q"));
            (await handle.QueryAsync(wf => wf.Asked())).ShouldBe("answer");
            await handle.SignalAsync(wf => wf.GoOnAsync());
            await handle.GetResultAsync();
        });

        var mine = spans.Where(s => (string?)s.GetTagItem("temporalWorkflowID") == "traced").ToList();
        Activity Single(string name) => mine.Single(s => s.OperationName == name);
        var start = Single("StartWorkflow:Traced");
        var run = Single("RunWorkflow:Traced");
        run.ParentSpanId.ShouldBe(start.SpanId);
        var handler = Single("HandleSignal:GoOn");
        handler.ParentSpanId.ShouldBe(start.SpanId);
        handler.Links.Single().Context.SpanId.ShouldBe(Single("SignalWorkflow:GoOn").SpanId);
        var query = Single("HandleQuery:Asked");
        query.ParentSpanId.ShouldBe(start.SpanId);
        query.Links.Single().Context.SpanId.ShouldBe(Single("QueryWorkflow:Asked").SpanId);
        Single("asked").ParentSpanId.ShouldBe(query.SpanId);
        // Nothing is cached, so the end comes on a replay, where the run's own span is not made again.
        Single("CompleteWorkflow:Traced").ParentSpanId.ShouldBe(start.SpanId);
        Single("own").ParentSpanId.ShouldBe(run.SpanId);
        var scheduled = Single("StartActivity:Twice");
        scheduled.ParentSpanId.ShouldBe(Single("own").SpanId);
        scheduled.GetTagItem("mine").ShouldBe(1);
        var attempts = mine.Where(s => s.OperationName == "RunActivity:Twice").ToList();
        attempts.Count.ShouldBe(2);
        attempts.ShouldAllBe(s => s.TraceId == start.TraceId && s.ParentSpanId == scheduled.SpanId);
        attempts.Count(s => s.Status == ActivityStatusCode.Error).ShouldBe(1);
    }

    [Fact]
    public async Task Baggage_WhileNobodyListensForSpans_ReachesTheActivity()
    {
        await using var env = await WorkflowEnvironment.StartLocalAsync(
            new() { Interceptors = [new TracingInterceptor()] });
        using var worker = new TemporalWorker(
            env.Client, new TemporalWorkerOptions("q").AddActivity(Carried.Tenant).AddWorkflow<Carried>());

        var tenant = await worker.ExecuteAsync(async () =>
        {
            // Here, so that the worker's own threads have not inherited it.
            Baggage.SetBaggage("tenant", "north");
            return await env.Client.ExecuteWorkflowAsync((Carried wf) => wf.RunAsync(), new("carried", "q"));
        });

        tenant.ShouldBe("north");
    }

    [Workflow]
    public class Carried
    {
        [Activity]
        public static string? Tenant() => Baggage.GetBaggage("tenant");

        [WorkflowRun]
        public Task<string?> RunAsync() => Workflow.ExecuteActivityAsync(
            () => Tenant(), new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) });
    }

    [Workflow]
    public class Traced
    {
        private static readonly ActivitySource Own = new("Temporalio.Tests.Traced");
        private bool _goOn;

        [Activity]
        public static void Twice()
        {
            if (ActivityExecutionContext.Current.Info.Attempt == 1)
            {
                throw new InvalidOperationException("once more");
            }
        }

        [WorkflowRun]
        public async Task RunAsync()
        {
            using (Own.TrackWorkflowDiagnosticActivity("own", tags: [new("mine", 1)]))
            {
                await Workflow.ExecuteActivityAsync(
                    () => Twice(),
                    new()
                    {
                        StartToCloseTimeout = TimeSpan.FromSeconds(10),
                        RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(10) },
                    });
            }
            await Workflow.WaitConditionAsync(() => _goOn);
        }

        [WorkflowQuery]
        public string Asked()
        {
            using var span = Own.TrackWorkflowDiagnosticActivity("asked");
            return "answer";
        }

        [WorkflowSignal]
        public async Task GoOnAsync() => _goOn = true;
    }
}
