using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Runtime;
using Temporalio.Tests.Worker.Recorded;
using Temporalio.Worker;
using Temporalio.Worker.Workflows;
using Temporalio.Worker.Workflows.Tasks;
using Temporalio.Workflows;

namespace Temporalio.Tests.Worker;

public class WorkflowCacheTests
{
    [Fact]
    public void Cache_Full_EvictsTheLeastRecentlyUsedIdleRun()
    {
        var cache = new WorkflowCache(2);
        var first = Use(cache, "1");
        var second = Use(cache, "2");
        Use(cache, "1").ShouldBeSameAs(first);
        Use(cache, "3");
        cache.Count.ShouldBe(2);
        Use(cache, "1").ShouldBeSameAs(first);
        Use(cache, "2").ShouldNotBeSameAs(second);
    }

    [Fact]
    public void Cache_FullOfRunsInUse_EvictsNone()
    {
        var cache = new WorkflowCache(1);
        var first = cache.Rent("wf", "1");
        Begin(first);
        var second = cache.Rent("wf", "2");
        Begin(second);
        cache.Count.ShouldBe(2);
        cache.Return(first);
        cache.Count.ShouldBe(1);
        cache.Rent("wf", "2").ShouldBeSameAs(second);
    }

    [Fact]
    public void Run_ThatLostItsState_IsForgottenWhenReturned()
    {
        var cache = new WorkflowCache(5);
        var run = Use(cache, "1");
        cache.Rent("wf", "1").ShouldBeSameAs(run);
        run.Drop();
        cache.Return(run);
        cache.Count.ShouldBe(0);
    }

    private static WorkflowRun Use(WorkflowCache cache, string runId)
    {
        var run = cache.Rent("wf", runId);
        Begin(run);
        cache.Return(run);
        return run;
    }

    private static void Begin(WorkflowRun run) => run.Begin(new()
    {
        Namespace = "default",
        TaskQueue = "queue",
        DataConverter = DataConverter.Default,
        Registry = new([WorkflowDefinition.Create<Echo>()]),
        LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        MetricMeter = TemporalRuntime.Default.MetricMeter,
    });
}
