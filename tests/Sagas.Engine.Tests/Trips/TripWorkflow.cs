using System.Collections.Frozen;
using Sagas.Engine.Definition;
using Sagas.Engine.Execution;
using Sagas.Engine.Observation;
using Temporalio.Workflows;

namespace Sagas.Engine.Tests.Trips;

/// <summary>A trip: hotel, flight, car, a visa for whoever needs one, then payment, then papers. Shows that the engine serves others than bookings.</summary>
[Workflow]
public sealed class TripWorkflow
{
    public const string Queue = "trips";

    private static readonly FrozenSet<string> Bookings = ["book-hotel", "book-flight", "book-car"];

    private readonly SagaRun<TripState> _saga;

    [WorkflowInit]
    public TripWorkflow(TripRequest request) =>
        _saga = new SagaRun<TripState>(Definition, new TripState(request), localFirst: request.LocalFirst ? Bookings : null);

    public static SagaDefinition<TripState> Definition { get; } = Define();

    [WorkflowRun]
    public async Task<TripEnd> RunAsync(TripRequest request)
    {
        var end = await _saga.RunAsync();
        return new TripEnd(end.Outcome, end.Error?.Code, _saga.State.Receipts, Report());
    }

    [WorkflowQuery]
    public SagaReport Report() => _saga.Report();

    [WorkflowSignal]
    public Task ShowPassportAsync()
    {
        _saga.State.HasPassport = true;
        return Task.CompletedTask;
    }

    [WorkflowUpdate]
    public Task RetryAsync(Repair repair) => Task.FromResult(_saga.Retry(repair));

    [WorkflowUpdateValidator(nameof(RetryAsync))]
    public void CheckRetry(Repair repair) => _saga.CheckRetry(repair);

    [WorkflowUpdate]
    public Task AcceptAsync(Repair repair, string evidence) => _saga.AcceptAsDoneAsync(repair, evidence);

    private static SagaDefinition<TripState> Define()
    {
        var policy = new StepPolicy(Queue, TimeSpan.FromSeconds(10)) { GiveUpAfter = TimeSpan.FromMinutes(5) };
        var undo = new StepPolicy(Queue, TimeSpan.FromSeconds(10));
        var saga = new SagaBuilder<TripState>("trip");
        foreach (var part in new[] { "hotel", "flight", "car" })
        {
            saga.Compensable($"book-{part}", policy, (_, call) => OrderAsync(part, call))
                .Keep((trip, receipt) => trip.Receipts.Add(receipt))
                .RefusedBy("Full")
                .UndoneBy($"cancel-{part}", undo, (_, call) => CancelAsync(part, call));
        }
        saga.Compensable("get-visa", policy, GetVisaAsync)
            .OnlyIf(trip => trip.Request.NeedsVisa)
            .UndoneBy("return-visa", undo, (_, call) => CancelAsync("visa", call));
        saga.Pivot("pay", policy, (_, call) => OrderAsync("payment", call))
            .RefusedBy("Declined")
            .UndoneBy("refund", undo, (_, call) => CancelAsync("payment", call));
        saga.RetryOnly("send-papers", policy, (_, call) => OrderAsync("papers", call))
            .RefusedBy("NoAddress")
            .OnRefusal(trip => trip.Request.UndoWithoutPapers ? RefusalMove.Undo : RefusalMove.Park);
        return saga.Build();
    }

    private static async Task<string> GetVisaAsync(TripState trip, StepCall call)
    {
        call.Waits("Waiting for the traveller's passport.");
        await Workflow.WaitConditionAsync(() => trip.HasPassport, call.Options.CancellationToken);
        call.Waits(null);
        return await OrderAsync("visa", call);
    }

    private static Task<string> OrderAsync(string what, StepCall call) =>
        call.RunAsync((TravelActivities travel) => travel.OrderAsync(what));

    private static Task<string> CancelAsync(string what, StepCall call) =>
        call.RunAsync((TravelActivities travel) => travel.CancelAsync(what));
}

public sealed record TripRequest(bool UndoWithoutPapers = false, bool NeedsVisa = false, bool LocalFirst = false);

public sealed class TripState(TripRequest request)
{
    public TripRequest Request { get; } = request;

    public bool HasPassport { get; set; }

    public List<string> Receipts { get; } = [];
}

public sealed record TripEnd(SagaOutcome Outcome, string? Code, IReadOnlyList<string> Receipts, SagaReport Report);
