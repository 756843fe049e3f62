using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Engine.Execution;
using Temporalio.Exceptions;
using Temporalio.Workflows;
using EngineRepair = Sagas.Engine.Execution.Repair;

namespace Sagas.Workflows.Bookings;

/// <summary>The booking saga as a Temporal workflow: forwards everything to the engine.</summary>
[Workflow(BookingWorkflowNames.Workflow)]
public sealed class BookingWorkflow : IBookingWorkflow
{
    private readonly SagaRun<BookingState> _saga;

    /// <summary>Updates may arrive with the first task, before the run method: the saga exists from the start.</summary>
    [WorkflowInit]
    public BookingWorkflow(BookSeats command) =>
        _saga = new SagaRun<BookingState>(BookingSaga.Definition, new BookingState(command));

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
    public Task<RepairAccepted> RetryAsync(RetryBooking command)
    {
        var open = _saga.Retry(Repair(command.Case, command.Who, command.Why), Correction(command));
        return Task.FromResult(Accepted(open, RepairActions.Retry));
    }

    /// <summary>Refuses a retry that does not fit the stuck step.</summary>
    [WorkflowUpdateValidator(nameof(RetryAsync))]
    public void CheckRetry(RetryBooking command)
    {
        var open = _saga.CheckRetry(Repair(command.Case, command.Who, command.Why));
        if (command.Email is not null && open.Name is not (BookingSteps.DeliverTickets or BookingCompensations.SendCancellation))
        {
            throw Invalid($"A corrected e-mail address does not help '{open.Name}'. Retry without it.");
        }
        if (command.Email is { } email && Customer.EmailFault(email) is { } fault)
        {
            throw Invalid($"The corrected e-mail address {fault}.");
        }
    }

    /// <inheritdoc/>
    [WorkflowUpdate(BookingWorkflowNames.CompensateUpdate)]
    public Task<RepairAccepted> CompensateAsync(CompensateBooking command) => Task.FromResult(
        Accepted(_saga.Compensate(Repair(command.Case, command.Who, command.Why)), RepairActions.Compensate));

    /// <summary>Refuses an undo of a saga that has moved on or is being undone.</summary>
    [WorkflowUpdateValidator(nameof(CompensateAsync))]
    public void CheckCompensate(CompensateBooking command) =>
        _saga.CheckCompensate(Repair(command.Case, command.Who, command.Why));

    /// <inheritdoc/>
    [WorkflowUpdate(BookingWorkflowNames.AcceptAsDoneUpdate)]
    public async Task<RepairAccepted> AcceptAsDoneAsync(AcceptAsDone command)
    {
        var open = await _saga.AcceptAsDoneAsync(Repair(command.Case, command.Who, command.Why), command.Evidence);
        return Accepted(open, RepairActions.AcceptAsDone);
    }

    /// <summary>Refuses an acceptance without evidence, or of a step that cannot be accepted.</summary>
    [WorkflowUpdateValidator(nameof(AcceptAsDoneAsync))]
    public void CheckAcceptAsDone(AcceptAsDone command) =>
        _saga.CheckAcceptAsDone(Repair(command.Case, command.Who, command.Why), command.Evidence);

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

    private Action<BookingState> Correction(RetryBooking command)
    {
        var stuck = _saga.Report().Parked?.Name ?? "";
        return state =>
        {
            state.TryAnew(stuck);
            if (command.Email is { } email)
            {
                state.CorrectEmail(email);
            }
        };
    }

    private static EngineRepair Repair(int number, string who, string why) => new(number, who, why);

    private static RepairAccepted Accepted(OpenCase open, string action) => new(open.Number, action, open.Name);

    private static ApplicationFailureException Invalid(string message) =>
        new(message, errorType: RepairRefusals.Invalid, nonRetryable: true);
}
