using Sagas.Contracts.Bookings;
using Sagas.Engine.Execution;
using Temporalio.Exceptions;
using EngineRepair = Sagas.Engine.Execution.Repair;

namespace Sagas.Workflows.Bookings;

/// <summary>Support's decisions on a parked booking, in whichever workflow it is parked.</summary>
internal sealed class BookingRepairs(SagaRun<BookingState> saga)
{
    public RepairAccepted Retry(RetryBooking command) => Accepted(
        saga.Retry(Repair(command.Case, command.Who, command.Why), Correction(command)), RepairActions.Retry);

    public void CheckRetry(RetryBooking command)
    {
        var open = saga.CheckRetry(Repair(command.Case, command.Who, command.Why));
        if (command.Email is not null && open.Name is not (BookingSteps.DeliverTickets or BookingCompensations.SendCancellation))
        {
            throw Invalid($"A corrected e-mail address does not help '{open.Name}'. Retry without it.");
        }
        if (command.Email is { } email && Customer.EmailFault(email) is { } fault)
        {
            throw Invalid($"The corrected e-mail address {fault}.");
        }
    }

    public RepairAccepted Compensate(CompensateBooking command) => Accepted(
        saga.Compensate(Repair(command.Case, command.Who, command.Why)), RepairActions.Compensate);

    public void CheckCompensate(CompensateBooking command) =>
        saga.CheckCompensate(Repair(command.Case, command.Who, command.Why));

    public async Task<RepairAccepted> AcceptAsDoneAsync(AcceptAsDone command) => Accepted(
        await saga.AcceptAsDoneAsync(Repair(command.Case, command.Who, command.Why), command.Evidence),
        RepairActions.AcceptAsDone);

    public void CheckAcceptAsDone(AcceptAsDone command) =>
        saga.CheckAcceptAsDone(Repair(command.Case, command.Who, command.Why), command.Evidence);

    private Action<BookingState> Correction(RetryBooking command)
    {
        var stuck = saga.Report().Parked?.Name ?? "";
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
