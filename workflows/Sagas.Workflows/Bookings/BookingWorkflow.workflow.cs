using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Engine.Execution;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Sagas.Workflows.Bookings;

/// <summary>The booking saga as a Temporal workflow: forwards everything to the engine.</summary>
[Workflow(BookingWorkflowNames.Workflow)]
public sealed class BookingWorkflow : IBookingWorkflow
{
    private readonly SagaRun<BookingState> _saga;
    private readonly BookingRepairs _repairs;

    /// <summary>Updates may arrive with the first task, before the run method: the saga exists from the start.</summary>
    [WorkflowInit]
    public BookingWorkflow(BookSeats command)
    {
        _saga = new SagaRun<BookingState>(
            BookingSaga.Definition, new BookingState(command), localFirst: BookingPolicies.LocalFirst(command));
        _repairs = new BookingRepairs(_saga);
    }

    /// <inheritdoc/>
    [WorkflowRun]
    public async Task<BookingOutcome> RunAsync(BookSeats command)
    {
        if (command.Faults() is [_, ..] faults)
        {
            throw new ApplicationFailureException(
                $"The booking cannot be started: {string.Join("; ", faults)}.",
                errorType: BookingWorkflowNames.InvalidInput,
                nonRetryable: true);
        }
        var end = await _saga.RunAsync();
        var state = _saga.State;
        return new BookingOutcome(
            command.BookingId,
            BookingWords.Status(end.Outcome),
            end.Error is { } error ? BookingWords.Reason(end.Outcome, error) : null,
            state.Held?.Total,
            end.Outcome == SagaOutcome.Completed ? state.Confirmed!.Tickets : [],
            Timeline());
    }

    /// <inheritdoc/>
    [WorkflowQuery(BookingWorkflowNames.TimelineQuery)]
    public SagaSnapshot Timeline() => BookingReports.ToSnapshot(_saga.Report());

    /// <inheritdoc/>
    [WorkflowUpdate(BookingWorkflowNames.RetryUpdate)]
    public Task<RepairAccepted> RetryAsync(RetryBooking command) => Task.FromResult(_repairs.Retry(command));

    /// <summary>Refuses a retry that does not fit the stuck step.</summary>
    [WorkflowUpdateValidator(nameof(RetryAsync))]
    public void CheckRetry(RetryBooking command) => _repairs.CheckRetry(command);

    /// <inheritdoc/>
    [WorkflowUpdate(BookingWorkflowNames.CompensateUpdate)]
    public Task<RepairAccepted> CompensateAsync(CompensateBooking command) => Task.FromResult(_repairs.Compensate(command));

    /// <summary>Refuses an undo of a saga that has moved on or is being undone.</summary>
    [WorkflowUpdateValidator(nameof(CompensateAsync))]
    public void CheckCompensate(CompensateBooking command) => _repairs.CheckCompensate(command);

    /// <inheritdoc/>
    [WorkflowUpdate(BookingWorkflowNames.AcceptAsDoneUpdate)]
    public Task<RepairAccepted> AcceptAsDoneAsync(AcceptAsDone command) => _repairs.AcceptAsDoneAsync(command);

    /// <summary>Refuses an acceptance without evidence, or of a step that cannot be accepted.</summary>
    [WorkflowUpdateValidator(nameof(AcceptAsDoneAsync))]
    public void CheckAcceptAsDone(AcceptAsDone command) => _repairs.CheckAcceptAsDone(command);

    /// <inheritdoc/>
    [WorkflowSignal(BookingWorkflowNames.PaymentChangedSignal)]
    public Task PaymentChangedAsync(PaymentChanged hint)
    {
        _saga.State.PaymentChanged = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    [WorkflowUpdate(BookingWorkflowNames.CancelUpdate)]
    public async Task<BookingCancelled> CancelAsync(CancelBooking command)
    {
        var end = await _saga.CancelAsync(command.Who, command.Why);
        return new BookingCancelled(BookingWords.Status(end.Outcome));
    }

    /// <summary>Refuses a cancellation after the money was captured.</summary>
    [WorkflowUpdateValidator(nameof(CancelAsync))]
    public void CheckCancel(CancelBooking command) => _saga.CheckCancel(command.Who, command.Why);
}
