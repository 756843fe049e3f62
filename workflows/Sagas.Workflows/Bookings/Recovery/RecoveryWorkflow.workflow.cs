using System.Globalization;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Engine.Execution;
using Temporalio.Workflows;

namespace Sagas.Workflows.Bookings.Recovery;

/// <summary>
/// Finishes a booking that is open while its own workflow is not: the same saga, from where the facts and the provider say that
/// it stands. Started by the sweep of the API, once for each workflow that was lost.
/// </summary>
[Workflow(BookingWorkflowNames.Recovery)]
public sealed class RecoveryWorkflow : IBookingRecovery
{
    private readonly RecoveryNotes _notes;
    private readonly SagaRun<BookingState> _saga;
    private readonly BookingRepairs _repairs;

    /// <summary>Updates may arrive with the first task, before the run method: the saga exists from the start.</summary>
    [WorkflowInit]
    public RecoveryWorkflow(RecoverBooking command)
    {
        _notes = new RecoveryNotes(command);
        _saga = new SagaRun<BookingState>(
            BookingSaga.Definition,
            new BookingState(command.Booking) { Recovery = _notes },
            command.CasesBefore,
            BookingPolicies.LocalFirst(command.Booking));
        _repairs = new BookingRepairs(_saga);
    }

    /// <inheritdoc/>
    [WorkflowRun]
    public async Task<RecoveryOutcome> RunAsync(RecoverBooking command)
    {
        await WaitForLastAttemptsAsync(command);
        var end = await _saga.ResumeAsync(RecoveryLook.Definition, RecoveryPosition.Of);
        return new RecoveryOutcome(command.Booking.BookingId, Verdict(end), Timeline());
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

    /// <summary>
    /// An attempt that a worker had in hand when the run was ended goes on. It could do no harm later, but what it does is better
    /// seen than undone.
    /// </summary>
    private static Task WaitForLastAttemptsAsync(RecoverBooking command)
    {
        if (command.NotBefore is not { } until || until <= Workflow.UtcNow)
        {
            return Task.CompletedTask;
        }
        const string summary = "Wait for the last attempts of the ended run";
        Workflow.CurrentDetails = string.Create(
            CultureInfo.InvariantCulture, $"{summary}, until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
        return Workflow.DelayWithOptionsAsync(new DelayOptions(until - Workflow.UtcNow, summary, CancellationToken.None));
    }

    private string Verdict(SagaEnd end) => (_notes.Move, end.Outcome) switch
    {
        (RecoveryMove.StandDown, SagaOutcome.Completed) => RecoveryVerdicts.StoodDown,
        (RecoveryMove.NothingToDo, SagaOutcome.Completed) => RecoveryVerdicts.NothingToDo,
        (_, SagaOutcome.Completed) => RecoveryVerdicts.Finished,
        _ => RecoveryVerdicts.Undone,
    };
}
