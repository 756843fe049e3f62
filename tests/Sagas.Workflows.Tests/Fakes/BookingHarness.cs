using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Bookings;
using Sagas.Workflows.Bookings.Recovery;
using Temporalio.Client;
using Temporalio.Testing;
using Temporalio.Worker;

namespace Sagas.Workflows.Tests.Fakes;

/// <summary>Which steps of a booking are tried locally first.</summary>
public enum LocalTries
{
    None,
    Database,
    All,
}

/// <summary>The booking workflow on a time-skipping server, with a worker per task queue and a fake world outside.</summary>
internal sealed class BookingHarness : IAsyncDisposable
{
    private readonly WorkflowEnvironment _environment;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TemporalWorker> _workers = [];
    private readonly List<Task> _running = [];
    private readonly LocalTries _tries;

    private BookingHarness(WorkflowEnvironment environment, LocalTries tries)
    {
        _environment = environment;
        _tries = tries;
        Bookings = new FakeBookings(World);
        Recovery = new FakeRecovery(World);
    }

    public World World { get; } = new();

    public FakeBookings Bookings { get; }

    public FakeRecovery Recovery { get; }

    public string BookingId { get; } = BookingIds.Create();

    /// <param name="tries">Which steps bookings try locally first.</param>
    public static async Task<BookingHarness> StartAsync(LocalTries tries = LocalTries.Database)
    {
        var harness = new BookingHarness(await WorkflowEnvironment.StartTimeSkippingAsync(), tries);
        await SearchAttributes.RegisterAsync(harness._environment.Client);
        harness.Work(new TemporalWorkerOptions(TaskQueues.Bookings)
            .AddWorkflow<BookingWorkflow>().AddWorkflow<RecoveryWorkflow>()
            .AddAllActivities(harness.Bookings).AddAllActivities(harness.Recovery)
            .AddAllActivities(new FakeEvents(harness.World)).AddAllActivities(new FakePayments(harness.World))
            .AddAllActivities(new FakeNotifications(harness.World)));
        harness.Work(new TemporalWorkerOptions(TaskQueues.Events).AddAllActivities(new FakeEvents(harness.World)));
        harness.Work(new TemporalWorkerOptions(TaskQueues.Payments).AddAllActivities(new FakePayments(harness.World)));
        harness.Work(new TemporalWorkerOptions(TaskQueues.Notifications)
            .AddAllActivities(new FakeNotifications(harness.World)));
        return harness;
    }

    public BookSeats Command(DeliveryFailurePolicy policy = DeliveryFailurePolicy.Park) => new(
        BookingId, "client", "demo", ["A-1", "A-2"], new Customer("Ada", "ada@example.com"), "pm_card_visa", policy,
        LocalSteps: _tries != LocalTries.None, LocalCalls: _tries == LocalTries.All);

    public Task<WorkflowHandle<IBookingWorkflow, BookingOutcome>> BookAsync(
        DeliveryFailurePolicy policy = DeliveryFailurePolicy.Park) =>
        StartAsync(Command(policy));

    public Task<WorkflowHandle<IBookingWorkflow, BookingOutcome>> StartAsync(BookSeats command) =>
        _environment.Client.StartWorkflowAsync(
            (IBookingWorkflow workflow) => workflow.RunAsync(command),
            new WorkflowOptions(WorkflowIds.Booking(command.BookingId), TaskQueues.Bookings)
            {
                TypedSearchAttributes = BookingVisibility.AtStart(command),
                StaticSummary = BookingVisibility.Summary(command),
            });

    /// <summary>Recovers the booking, as the sweep does once its workflow is closed.</summary>
    public async Task<WorkflowHandle<IBookingRecovery, RecoveryOutcome>> RecoverAsync(
        string cause = RecoveryCauses.Terminated, int number = 1, int casesBefore = 0, BookSeats? booking = null)
    {
        var closedAt = await _environment.GetCurrentTimeAsync();
        var command = new RecoverBooking(
            booking ?? Command(), number, casesBefore, cause, closedAt + TimeSpan.FromSeconds(20));
        return await _environment.Client.StartWorkflowAsync(
            (IBookingRecovery workflow) => workflow.RunAsync(command),
            new WorkflowOptions(WorkflowIds.Recovery(BookingId), TaskQueues.Bookings)
            {
                TypedSearchAttributes = BookingVisibility.AtStart(command.Booking),
                StaticSummary = BookingVisibility.Summary(command),
            });
    }

    /// <summary>Waits until the saga has parked for the given time, and answers its case.</summary>
    public async Task<ParkedCase> ParkedAsync(WorkflowHandle handle, int number = 1)
    {
        // Each case is noted when it opens and again when it closes.
        await World.Seen("NoteSagaState", (2 * number) - 1);
        var snapshot = await handle.QueryAsync<SagaSnapshot>(BookingWorkflowNames.TimelineQuery, []);
        snapshot.State.ShouldBe(SagaStates.NeedsAttention);
        return snapshot.Parked.ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var task in _running)
        {
            await task.ContinueWith(_ => { }, TaskScheduler.Default);
        }
        _workers.ForEach(worker => worker.Dispose());
        await _environment.DisposeAsync();
        _stop.Dispose();
    }

    private void Work(TemporalWorkerOptions options)
    {
        var worker = new TemporalWorker(_environment.Client, options);
        _workers.Add(worker);
        _running.Add(worker.ExecuteAsync(_stop.Token));
    }
}
