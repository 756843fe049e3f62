using Temporal.DevServer.History;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Tests.History;

namespace Temporal.DevServer.Tests.Matching;

public sealed class TaskQueuesTests
{
    [Fact]
    public void Get_WithMoreQueuesThanAreKept_NeverForgetsOneThatIsAboutToBeUsed()
    {
        var queues = new TaskQueues(new ManualClock());
        var key = new QueueKey("ns", "mine", QueueKind.Workflow);
        var mine = queues.Get(key);
        for (var i = 0; i < Limits.QueuesBeforeCleanup * 2; i++)
        {
            queues.Get(key with { Name = $"other{i}" });
        }

        mine.Add(new WorkflowQueueTask(new RunKey("ns", "w", "run"), stamp: 1) { Queue = "mine", NormalQueue = "mine" });

        queues.Get(key).BacklogCount.ShouldBe(1);
    }
}
