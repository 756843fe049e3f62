using System.Collections.Concurrent;
using System.Diagnostics;
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
        await worker.ExecuteAsync(
            () => env.Client.ExecuteWorkflowAsync((Traced wf) => wf.RunAsync(), new("traced", "q")));

        var mine = spans.Where(s => (string?)s.GetTagItem("temporalWorkflowID") == "traced").ToList();
        var start = mine.Single(s => s.OperationName == "StartWorkflow:Traced");
        var run = mine.Single(s => s.OperationName == "RunWorkflow:Traced");
        var attempts = mine.Where(s => s.OperationName == "RunActivity:Twice").ToList();
        run.ParentSpanId.ShouldBe(start.SpanId);
        attempts.Count.ShouldBe(2);
        attempts.ShouldAllBe(s => s.TraceId == start.TraceId && s.ParentSpanId == run.SpanId);
        attempts.Count(s => s.Status == ActivityStatusCode.Error).ShouldBe(1);
    }

    [Workflow]
    public class Traced
    {
        [Activity]
        public static void Twice()
        {
            if (ActivityExecutionContext.Current.Info.Attempt == 1)
            {
                throw new InvalidOperationException("once more");
            }
        }

        [WorkflowRun]
        public Task RunAsync() => Workflow.ExecuteActivityAsync(
            () => Twice(),
            new()
            {
                StartToCloseTimeout = TimeSpan.FromSeconds(10),
                RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(10) },
            });
    }
}
