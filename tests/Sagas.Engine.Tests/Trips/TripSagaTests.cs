using Sagas.Engine.Execution;
using Sagas.Engine.Observation;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Client;
using Temporalio.Testing;
using Temporalio.Worker;

namespace Sagas.Engine.Tests.Trips;

public class TripSagaTests
{
    private readonly TravelActivities _travel = new();
    private IReadOnlyList<HistoryEvent> _history = [];

    [Fact]
    public async Task Trip_NothingFails_Completes()
    {
        var end = await RunAsync();

        end.Outcome.ShouldBe(SagaOutcome.Completed);
        _travel.Done.ShouldBe(["hotel", "flight", "car", "payment", "papers"]);
        end.Receipts.ShouldBe(["receipt of hotel", "receipt of flight", "receipt of car"]);
    }

    [Fact]
    public async Task Trip_CarRefused_UndoesInReverse()
    {
        _travel.Fail("car", TravelActivities.Refusal("Full"));

        var end = await RunAsync();

        (end.Outcome, end.Code).ShouldBe((SagaOutcome.Rejected, "Full"));
        _travel.Done.ShouldBe(["hotel", "flight", "cancel car", "cancel flight", "cancel hotel"]);
    }

    [Fact]
    public async Task Trip_PapersRefused_FollowsItsPolicyAndUndoesThePayment()
    {
        _travel.Fail("papers", TravelActivities.Refusal("NoAddress"));

        var end = await RunAsync(request: new TripRequest(UndoWithoutPapers: true));

        end.Outcome.ShouldBe(SagaOutcome.Compensated);
        _travel.Done.Skip(4).ShouldBe(["cancel payment", "cancel car", "cancel flight", "cancel hotel"]);
    }

    [Fact]
    public async Task Trip_OneUndoFailsForGood_OthersGoOnAndItParks_AcceptedItEnds()
    {
        _travel.Fail("payment", TravelActivities.Refusal("Declined"));
        _travel.Fail("cancel flight", TravelActivities.Refusal("Gone"));

        var end = await RunAsync(async trip =>
        {
            var parked = await ParkedAsync(trip);
            (parked.Number, parked.Name, parked.Compensating).ShouldBe((1, "cancel-flight", true));
            _travel.Done.Skip(3).ShouldBe(["cancel payment", "cancel car", "cancel hotel"]);
            await trip.ExecuteUpdateAsync(w => w.AcceptAsync(new Repair(1, "ann", "airline is bankrupt"), "court notice"));
        });

        end.Outcome.ShouldBe(SagaOutcome.Rejected);
        end.Report.Timeline[^1].Outcome.ShouldBe(LineOutcome.Accepted);
        end.Report.Decisions.Single().Evidence.ShouldBe("court notice");
    }

    [Fact]
    public async Task Trip_UndefinedFailure_ParksUntilRetried()
    {
        _travel.Fail("flight", TravelActivities.Refusal("SystemChanged"));

        var end = await RunAsync(async trip =>
        {
            (await ParkedAsync(trip)).Error.Code.ShouldBe("SystemChanged");
            await trip.ExecuteUpdateAsync(w => w.RetryAsync(new Repair(1, "ann", "adapter repaired")));
        });

        end.Outcome.ShouldBe(SagaOutcome.Completed);
        end.Report.Timeline.Select(line => (line.Name, line.Outcome)).Take(3).ShouldBe(
        [
            ("book-hotel", LineOutcome.Done), ("book-flight", LineOutcome.Failed), ("book-flight", LineOutcome.Done),
        ]);
    }

    [Fact]
    public async Task Trip_NeedsSomebodyOutside_WaitsForAllToSeeAndGoesOn()
    {
        var end = await RunAsync(
            async trip =>
            {
                (await SeenAsync(trip, report => report.State == SagaStates.Waiting)).Step.ShouldBe("get-visa");
                await trip.SignalAsync(w => w.ShowPassportAsync());
            },
            new TripRequest(NeedsVisa: true));

        end.Outcome.ShouldBe(SagaOutcome.Completed);
        _travel.Done.ShouldBe(["hotel", "flight", "car", "visa", "payment", "papers"]);
    }

    [Fact]
    public async Task Trip_CancelledWhileItWaits_UndoesInReverse()
    {
        var end = await RunAsync(
            async trip =>
            {
                await SeenAsync(trip, report => report.State == SagaStates.Waiting);
                await trip.CancelAsync();
            },
            new TripRequest(NeedsVisa: true));

        end.Outcome.ShouldBe(SagaOutcome.Cancelled);
        _travel.Done.ShouldBe(["hotel", "flight", "car", "cancel visa", "cancel car", "cancel flight", "cancel hotel"]);
    }

    [Fact]
    public async Task Trip_LocalFirst_BooksWithoutActivities()
    {
        var end = await RunAsync(request: new TripRequest(LocalFirst: true));

        end.Outcome.ShouldBe(SagaOutcome.Completed);
        _travel.Done.ShouldBe(["hotel", "flight", "car", "payment", "papers"]);
        Count(EventType.MarkerRecorded).ShouldBe(3);
        Count(EventType.ActivityTaskScheduled).ShouldBe(2);
    }

    [Fact]
    public async Task Trip_LocalAttemptFails_ItsActivityGoesOn()
    {
        _travel.Fail("flight", new TimeoutException("no answer"), new TimeoutException("no answer"));

        var end = await RunAsync(request: new TripRequest(LocalFirst: true));

        end.Outcome.ShouldBe(SagaOutcome.Completed);
        Count(EventType.ActivityTaskScheduled).ShouldBe(3);
        _history.Single(e => e.MarkerRecordedEventAttributes?.Failure is not null)
            .MarkerRecordedEventAttributes.Failure.Message.ShouldBe("no answer");
    }

    [Fact]
    public async Task Trip_LocalAttemptIsRefused_TurnsBackWithoutAnother()
    {
        _travel.Fail("car", TravelActivities.Refusal("Full"));

        var end = await RunAsync(request: new TripRequest(LocalFirst: true));

        (end.Outcome, end.Code).ShouldBe((SagaOutcome.Rejected, "Full"));
        // Compensations are activities always.
        Count(EventType.ActivityTaskScheduled).ShouldBe(3);
        _travel.Done.ShouldBe(["hotel", "flight", "cancel car", "cancel flight", "cancel hotel"]);
    }

    [Fact]
    public async Task Trip_LocalAttemptFailsForGood_ParksUntilRetriedByItsActivity()
    {
        _travel.Fail("flight", TravelActivities.Refusal("SystemChanged"));

        var end = await RunAsync(
            async trip =>
            {
                (await ParkedAsync(trip)).Error.Code.ShouldBe("SystemChanged");
                await trip.ExecuteUpdateAsync(w => w.RetryAsync(new Repair(1, "ann", "adapter repaired")));
            },
            new TripRequest(LocalFirst: true));

        end.Outcome.ShouldBe(SagaOutcome.Completed);
        _travel.Done.ShouldBe(["hotel", "flight", "car", "payment", "papers"]);
    }

    private int Count(EventType type) => _history.Count(e => e.EventType == type);

    private async Task<TripEnd> RunAsync(
        Func<WorkflowHandle<TripWorkflow, TripEnd>, Task>? meanwhile = null, TripRequest? request = null)
    {
        await using var environment = await WorkflowEnvironment.StartTimeSkippingAsync();
        await environment.Client.Connection.OperatorService.AddSearchAttributesAsync(new AddSearchAttributesRequest
        {
            Namespace = environment.Client.Options.Namespace,
            SearchAttributes = { ["SagaState"] = IndexedValueType.Keyword, ["SagaStep"] = IndexedValueType.Keyword },
        });
        using var worker = new TemporalWorker(
            environment.Client,
            new TemporalWorkerOptions(TripWorkflow.Queue).AddWorkflow<TripWorkflow>().AddAllActivities(_travel));
        return await worker.ExecuteAsync(async () =>
        {
            var handle = await environment.Client.StartWorkflowAsync(
                (TripWorkflow trip) => trip.RunAsync(request ?? new TripRequest()), new WorkflowOptions("trip-1", TripWorkflow.Queue));
            if (meanwhile is not null)
            {
                await meanwhile(handle);
            }
            var end = await handle.GetResultAsync();
            _history = [.. (await handle.FetchHistoryAsync()).Events];
            return end;
        });
    }

    private static async Task<OpenCase> ParkedAsync(WorkflowHandle<TripWorkflow, TripEnd> handle) =>
        (await SeenAsync(handle, report => report.Parked is not null)).Parked!;

    /// <summary>The trip has no list of parked sagas, so its report is asked until it says so.</summary>
    private static async Task<SagaReport> SeenAsync(
        WorkflowHandle<TripWorkflow, TripEnd> handle, Func<SagaReport, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var report = await handle.QueryAsync(trip => trip.Report());
            if (holds(report))
            {
                return report;
            }
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
