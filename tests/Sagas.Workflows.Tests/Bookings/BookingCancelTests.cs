using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Tests.Fakes;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Workflows.Tests.Bookings;

/// <summary>Cancelled at every step: undone before the pivot, refused after it.</summary>
public class BookingCancelTests
{
    /// <summary>
    /// The activity at work when the cancellation arrives, and the compensations in order. Without local attempts, so that each
    /// step ends its workflow task.
    /// </summary>
    public static TheoryData<string, string[]> BeforePivot => new()
    {
        { "OpenBooking", ["close-booking"] },
        { "HoldSeats", ["release-seats", "close-booking"] },
        { "AuthorisePayment", ["cancel-payment", "release-seats", "close-booking"] },
        { "CommitSeats", ["cancel-payment", "release-seats", "close-booking"] },
    };

    [Theory]
    [MemberData(nameof(BeforePivot))]
    public async Task Cancel_BeforePivot_UndoesAfterTheAttemptInHand(string activity, string[] compensations)
    {
        await using var harness = await BookingHarness.StartAsync(LocalTries.None);
        var gate = new Gate();
        harness.World.Next(activity, new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        var cancel = await StartCancelAsync(handle);
        gate.Open();

        (await cancel.GetResultAsync()).Status.ShouldBe(BookingStatuses.Cancelled);
        var outcome = await handle.GetResultAsync();
        outcome.Reason!.Code.ShouldBe(RefusalCodes.CancelledByClient);
        outcome.Saga.State.ShouldBe(SagaStates.Cancelled);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(compensations);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Theory]
    [MemberData(nameof(BeforePivot))]
    public async Task TemporalCancel_BeforePivot_UndoesAndEndsAsOutcome(string activity, string[] compensations)
    {
        await using var harness = await BookingHarness.StartAsync(LocalTries.None);

        var outcome = await TemporalCancelAsync(harness, activity);

        outcome.Status.ShouldBe(BookingStatuses.Cancelled);
        BookingFailureTests.Compensations(outcome.Saga).ShouldBe(compensations);
        BookingFailureTests.NothingIsLeft(harness);
    }

    /// <summary>A local attempt holds the workflow task, so the saga hears of the cancellation at its next activity.</summary>
    [Theory]
    [InlineData("OpenBooking", BookingStatuses.Cancelled)]
    [InlineData("HoldSeats", BookingStatuses.Cancelled)]
    [InlineData("CommitSeats", BookingStatuses.Confirmed)]
    public async Task TemporalCancel_DuringLocalAttempt_IsHeardAtTheNextActivity(string activity, string status)
    {
        await using var harness = await BookingHarness.StartAsync();

        var outcome = await TemporalCancelAsync(harness, activity);

        outcome.Status.ShouldBe(status);
        if (status == BookingStatuses.Cancelled)
        {
            BookingFailureTests.Compensations(outcome.Saga).ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
            BookingFailureTests.NothingIsLeft(harness);
        }
    }

    /// <summary>A provider that does not answer is no reason to be deaf: the call becomes an activity, and then the saga listens.</summary>
    [Fact]
    public async Task Cancel_DuringALocalCallWithoutAnswer_IsHeardWhenItsTimeIsUp()
    {
        await using var harness = await BookingHarness.StartAsync(LocalTries.All);
        var gate = new Gate();
        harness.World.Next("AuthorisePayment", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        var cancel = await StartCancelAsync(handle);

        (await cancel.GetResultAsync()).Status.ShouldBe(BookingStatuses.Cancelled);
        gate.Open();
        (await handle.GetResultAsync()).Reason!.Code.ShouldBe(RefusalCodes.CancelledByClient);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Cancel_DuringCaptureThatSucceeds_IsRefused()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("CapturePayment", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        var cancel = await StartCancelAsync(handle);
        gate.Open();

        await RefusedAsync(() => cancel.GetResultAsync(), RepairRefusals.PastPivot);
        (await handle.GetResultAsync()).Status.ShouldBe(BookingStatuses.Confirmed);
        harness.World.Intents.Values.ShouldBe([PaymentStates.Captured]);
    }

    [Theory]
    [InlineData("ConfirmBooking")]
    [InlineData("SendTickets")]
    public async Task Cancel_AfterPivot_IsRefused(string activity)
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next(activity, new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        await RefusedAsync(() => CancelAsync(handle), RepairRefusals.PastPivot);
        await handle.CancelAsync();
        gate.Open();

        (await handle.GetResultAsync()).Status.ShouldBe(BookingStatuses.Confirmed);
    }

    [Fact]
    public async Task Cancel_TwiceAtOnce_UndoesOnce()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("AuthorisePayment", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        var first = await StartCancelAsync(handle);
        var second = await StartCancelAsync(handle);
        gate.Open();

        (await first.GetResultAsync()).ShouldBe(await second.GetResultAsync());
        BookingFailureTests.Compensations((await handle.GetResultAsync()).Saga)
            .ShouldBe(["cancel-payment", "release-seats", "close-booking"]);
    }

    [Fact]
    public async Task Cancel_StepIsRetrying_DoesNotWaitForItsRetries()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("AuthorisePayment", new Fault.Break(), new Fault.WaitAt(gate));
        harness.World.Always("AuthorisePayment", new Fault.Break());
        var handle = await harness.BookAsync();
        await gate.Reached;
        harness.World.Always("AuthorisePayment", new Fault.Break());

        var cancel = await StartCancelAsync(handle);
        gate.Open();

        (await cancel.GetResultAsync()).Status.ShouldBe(BookingStatuses.Cancelled);
        BookingFailureTests.NothingIsLeft(harness);
    }

    [Fact]
    public async Task Cancel_AfterTheEnd_IsRefused()
    {
        await using var harness = await BookingHarness.StartAsync();
        var handle = await harness.BookAsync();
        await handle.GetResultAsync();

        await Should.ThrowAsync<RpcException>(() => CancelAsync(handle));
    }

    private static async Task<BookingOutcome> TemporalCancelAsync(BookingHarness harness, string atWork)
    {
        var gate = new Gate();
        harness.World.Next(atWork, new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;
        await handle.CancelAsync();
        gate.Open();
        return await handle.GetResultAsync();
    }

    private static Task<WorkflowUpdateHandle<BookingCancelled>> StartCancelAsync(
        WorkflowHandle<IBookingWorkflow, BookingOutcome> handle) =>
        handle.StartUpdateAsync(
            workflow => workflow.CancelAsync(new CancelBooking("client", "changed my mind")),
            new WorkflowUpdateStartOptions(WorkflowUpdateStage.Accepted));

    private static Task<BookingCancelled> CancelAsync(WorkflowHandle<IBookingWorkflow, BookingOutcome> handle) =>
        handle.ExecuteUpdateAsync(workflow => workflow.CancelAsync(new CancelBooking("client", "changed my mind")));

    internal static async Task RefusedAsync(Func<Task> update, string type)
    {
        var failure = await Should.ThrowAsync<WorkflowUpdateFailedException>(update);
        failure.InnerException.ShouldBeOfType<ApplicationFailureException>().ErrorType.ShouldBe(type);
    }
}
