using Temporalio.Api.Update.V1;
using Temporalio.Api.WorkflowService.V1;
using Stage = Temporalio.Api.Enums.V1.UpdateWorkflowExecutionLifecycleStage;

namespace Temporal.DevServer.Tests.History;

/// <summary>What becomes of updates when their run is reset and the server restarted.</summary>
public sealed class ResetUpdateTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reset_AfterAcceptance_AdmitsTheUpdateAgain_AlsoAfterARestart(bool whileAWorkerHasIt)
    {
        var first = await MessageTests.IdleAsync();
        var update = MessageTests.UpdateAsync(first, "u");
        await MessageTests.AnswerAsync(first, await first.PollAsync(), "u");
        await update;
        await first.CallAsync<ResetWorkflowExecutionResponse>("ResetWorkflowExecution", new ResetWorkflowExecutionRequest
        {
            Namespace = "default",
            WorkflowExecution = new() { WorkflowId = "w" },
            RequestId = "reset",
            WorkflowTaskFinishEventId = 4,
        });
        var task = whileAWorkerHasIt ? await first.PollAsync() : null;
        await first.DisposeAsync();

        await using var second = await Server.StartAsync(first.Store, first.Clock);
        (await StageAsync(second)).ShouldBe(Stage.Admitted);
        task ??= await second.PollAsync();
        task.Messages.ShouldBeEmpty();
        await MessageTests.AnswerAsync(second, task, "u");

        (await StageAsync(second)).ShouldBe(Stage.Completed);
    }

    private static async Task<Stage> StageAsync(Server server) =>
        (await server.CallAsync<PollWorkflowExecutionUpdateResponse>("PollWorkflowExecutionUpdate",
            new PollWorkflowExecutionUpdateRequest
            {
                Namespace = "default",
                UpdateRef = new UpdateRef { WorkflowExecution = new() { WorkflowId = "w" }, UpdateId = "u" },
            })).Stage;
}
