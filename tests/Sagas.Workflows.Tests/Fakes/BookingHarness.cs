using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Bookings;
using Temporalio.Client;
using Temporalio.Testing;
using Temporalio.Worker;

namespace Sagas.Workflows.Tests.Fakes;

/// <summary>The booking workflow on a time-skipping server, with a worker per task queue and a fake world outside.</summary>
internal sealed class BookingHarness : IAsyncDisposable
{
    private readonly WorkflowEnvironment _environment;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TemporalWorker> _workers = [];
    private readonly List<Task> _running = [];

    private BookingHarness(WorkflowEnvironment environment)
    {
        _environment = environment;
        Bookings = new FakeBookings(World);
    }

    public World World { get; } = new();

    public FakeBookings Bookings { get; }

    public string BookingId { get; } = BookingIds.Create();

    public static async Task<BookingHarness> StartAsync()
    {
        var harness = new BookingHarness(await WorkflowEnvironment.StartTimeSkippingAsync());
        await SearchAttributes.RegisterAsync(harness._environment.Client);
        harness.Work(new TemporalWorkerOptions(TaskQueues.Bookings)
            .AddWorkflow<BookingWorkflow>().AddAllActivities(harness.Bookings));
        harness.Work(new TemporalWorkerOptions(TaskQueues.Events).AddAllActivities(new FakeEvents(harness.World)));
        harness.Work(new TemporalWorkerOptions(TaskQueues.Payments).AddAllActivities(new FakePayments(harness.World)));
        harness.Work(new TemporalWorkerOptions(TaskQueues.Notifications)
            .AddAllActivities(new FakeNotifications(harness.World)));
        return harness;
    }

    public BookSeats Command(DeliveryFailurePolicy policy = DeliveryFailurePolicy.Park) => new(
        BookingId, "client", "demo", ["A-1", "A-2"], new Customer("Ada", "ada@example.com"), "pm_card_visa", policy);

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

    /// <summary>Waits until the saga has parked for the given time, and answers its case.</summary>
    public async Task<ParkedCase> ParkedAsync(WorkflowHandle<IBookingWorkflow, BookingOutcome> handle, int number = 1)
    {
        // Each case is noted when it opens and again when it closes.
        await World.Seen("NoteSagaState", (2 * number) - 1);
        var snapshot = await handle.QueryAsync(workflow => workflow.Timeline());
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
