using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Tests.Workflows;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class MessageTests(EndToEndFixture server)
{
    [Fact]
    public Task SignalsAndQueries_ThroughAnInterface_ReachTheWorkflow() => server.WithWorkerAsync(
        options => options.AddWorkflow<LoyaltyProgram>().AddActivity(LoyaltyProgram.SendCoupon),
        async queue =>
        {
            var start = EndToEndFixture.Options(queue);
            start.SignalWithStart((ILoyaltyProgram wf) => wf.NotifyPurchaseAsync(new("p1", 6_000)));
            var handle = await server.Client.StartWorkflowAsync(
                (ILoyaltyProgram wf) => wf.RunAsync("user-1"), start);
            await handle.SignalAsync(wf => wf.NotifyPurchaseAsync(new("p2", 5_000)));
            await handle.SignalAsync(wf => wf.LeaveAsync());
            (await handle.GetResultAsync()).ShouldBe("user-1: 1000");
            (await handle.QueryAsync(wf => wf.Points)).ShouldBe(1_000);
            var fetched = server.Client.GetWorkflowHandle<ILoyaltyProgram>(handle.Id);
            (await fetched.QueryAsync(wf => wf.Points)).ShouldBe(1_000);
        });

    [Fact]
    public Task Wizard_ScreensSubmittedByUpdate_AnswerWithTheNext() => server.WithWorkerAsync(
        options => options.AddWorkflow<WizardWorkflow>().AddActivity(WizardWorkflow.NextScreen),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (WizardWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            (await handle.ExecuteUpdateAsync(wf => wf.SubmitScreenAsync(new("1", Screen.First)))).ShouldBe(Screen.Second);
            var refused = await Should.ThrowAsync<WorkflowUpdateFailedException>(
                () => handle.ExecuteUpdateAsync(wf => wf.SubmitScreenAsync(new("2", Screen.First))));
            refused.InnerException.ShouldBeOfType<ApplicationFailureException>().Message.ShouldBe(
                "Screen First is not shown");
            var broken = await Should.ThrowAsync<WorkflowUpdateFailedException>(
                () => handle.ExecuteUpdateAsync(wf => wf.SubmitScreenAsync(null!)));
            broken.InnerException.ShouldBeOfType<ApplicationFailureException>()
                .ErrorType.ShouldBe(nameof(NullReferenceException));
            var update = await handle.StartUpdateAsync(
                wf => wf.SubmitScreenAsync(new("3", Screen.Second)), new(WorkflowUpdateStage.Accepted));
            (await update.GetResultAsync()).ShouldBe(Screen.End);
            await handle.GetResultAsync();
            (await handle.GetUpdateHandle<Screen>(update.Id).GetResultAsync()).ShouldBe(Screen.End);
        });

    [Fact]
    public Task UpdateWithStart_LazyCart_IsCreatedOnceAndFilled() => server.WithWorkerAsync(
        options => options.AddWorkflow<ShoppingCartWorkflow>(),
        async queue =>
        {
            var id = $"cart-{Guid.NewGuid()}";
            async Task<decimal?> AddAsync(string sku, int updateId)
            {
                var start = WithStartWorkflowOperation.Create(
                    (ShoppingCartWorkflow wf) => wf.RunAsync(),
                    new(id, queue) { IdConflictPolicy = WorkflowIdConflictPolicy.UseExisting });
                var price = await server.Client.ExecuteUpdateWithStartWorkflowAsync(
                    (ShoppingCartWorkflow wf) => wf.AddItemAsync(sku), new(start) { Id = $"update-{updateId}" });
                (await start.GetHandleAsync()).Id.ShouldBe(id);
                return price;
            }
            (await AddAsync("apple", 1)).ShouldBe(5.5m);
            (await AddAsync("apple", 1)).ShouldBe(5.5m);
            (await AddAsync("unknown", 2)).ShouldBeNull();
            var handle = server.Client.GetWorkflowHandle<ShoppingCartWorkflow, IReadOnlyCollection<string>>(id);
            await handle.SignalAsync(wf => wf.CheckoutAsync());
            (await handle.GetResultAsync()).ShouldBe(["apple", "unknown"]);
        });

    [Fact]
    public Task UpdateWithStart_EarlyReturn_AnswersBeforeTheWorkflowEnds() => server.WithWorkerAsync(
        options => options.AddWorkflow<PaymentWorkflow>().AddActivity(PaymentWorkflow.Mint),
        async queue =>
        {
            var start = WithStartWorkflowOperation.Create(
                (PaymentWorkflow wf) => wf.RunAsync(100),
                new($"pay-{Guid.NewGuid()}", queue) { IdConflictPolicy = WorkflowIdConflictPolicy.Fail });
            var update = await server.Client.StartUpdateWithStartWorkflowAsync(
                (PaymentWorkflow wf) => wf.ConfirmAsync(), new(start, WorkflowUpdateStage.Accepted));
            (await update.GetResultAsync()).ShouldBeTrue();
            (await (await start.GetHandleAsync()).GetResultAsync()).ShouldBe("settled");
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task SafeMessageHandlers_ManyUpdatesAtOnce_AreSerializedAndNoneIsLost(bool continueAsNew) =>
        server.WithWorkerAsync(
            options => options.AddWorkflow<ClusterWorkflow>().AddAllActivities(new ClusterActivities()),
            async queue =>
            {
                var start = EndToEndFixture.Options(queue);
                start.SignalWithStart((ClusterWorkflow wf) => wf.StartClusterAsync());
                var handle = await server.Client.StartWorkflowAsync(
                    (ClusterWorkflow wf) => wf.RunAsync(new(null, continueAsNew)), start);
                var nodes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
                    handle.ExecuteUpdateAsync(wf => wf.AllocateAsync(new(2, $"job-{i}")))));
                nodes.SelectMany(n => n).Distinct().Count().ShouldBe(12);
                var state = await handle.QueryAsync(wf => wf.CurrentState);
                (state.Started, state.ShutDown).ShouldBe((true, false));
                state.Nodes.Count(n => n.Value == "job-0").ShouldBe(2);
                await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
                    handle.ExecuteUpdateAsync(wf => wf.DeleteJobAsync($"job-{i}"))));
                await handle.SignalAsync(wf => wf.ShutDownClusterAsync());
                (await handle.GetResultAsync()).ShouldBe(new(12, 0));
                var first = await (handle with { RunId = handle.ResultRunId }).FetchHistoryAsync();
                first.Events.Any(e => e.WorkflowExecutionContinuedAsNewEventAttributes != null)
                    .ShouldBe(continueAsNew);
            });

    [Fact]
    public Task Mutex_TwoWorkflowsOneResource_HoldItOneAfterTheOther() => server.WithWorkerAsync(
        options => options.AddWorkflow<LockWorkflow>().AddWorkflow<LockedWorkflow>()
            .AddAllActivities(new LockActivities(server.Client)),
        async queue =>
        {
            var resource = Guid.NewGuid().ToString();
            var held = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.Client.ExecuteWorkflowAsync(
                (LockedWorkflow wf) => wf.RunAsync(resource), EndToEndFixture.Options(queue))));
            var ordered = held.OrderBy(h => h.Start).ToList();
            ordered.Zip(ordered.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start);
        });
}
