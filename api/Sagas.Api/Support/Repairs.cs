using Sagas.Api.Bookings;
using Sagas.Api.Problems;
using Sagas.Api.Security;
using Sagas.Api.Temporal;
using Sagas.Contracts.Bookings;
using Temporalio.Exceptions;

namespace Sagas.Api.Support;

/// <summary>
/// Carries a decision of support to the saga, as an Update of its workflow. The saga decides whether it still waits for
/// it; a refusal is answered with 409 and goes into the audit trail here, an accepted one notes the saga itself.
/// </summary>
internal sealed class Repairs(BookingStore bookings, SupportStore support, IBookingSagas sagas, ILogger<Repairs> logger)
{
    private const string Accepted = "accepted";

    public Task<RepairResponse> RetryAsync(
        Caller caller, string bookingId, RetryRequest request, string decisionId, CancellationToken stop) =>
        DecideAsync(
            caller,
            bookingId,
            "retry",
            request.Reason,
            request.Case,
            (at, who) => (BookingWorkflowNames.RetryUpdate, new RetryBooking(at, who, request.Reason, request.Email)),
            decisionId,
            stop);

    public Task<RepairResponse> CompensateAsync(
        Caller caller, string bookingId, CompensateRequest request, string decisionId, CancellationToken stop) =>
        DecideAsync(
            caller,
            bookingId,
            "compensate",
            request.Reason,
            request.Case,
            (at, who) => (BookingWorkflowNames.CompensateUpdate, new CompensateBooking(at, who, request.Reason)),
            decisionId,
            stop);

    private async Task<RepairResponse> DecideAsync(
        Caller caller,
        string bookingId,
        string action,
        string reason,
        int? wantedCase,
        Func<int, string, (string Update, object Decision)> decide,
        string decisionId,
        CancellationToken stop)
    {
        var booking = await bookings.FindAsync(bookingId, clientId: null, stop)
            ?? throw ProblemException.Of(ProblemTypes.UnknownBooking);
        Problem problem;
        if (booking.Parked is null)
        {
            problem = Problem.Of(ProblemTypes.SagaMovedOn, $"Booking {bookingId} is {booking.Status} and waits for no decision.");
        }
        else
        {
            var (update, decision) = decide(wantedCase ?? booking.AttentionCase, caller.ClientId);
            try
            {
                var accepted = await sagas.DecideAsync(booking.WorkflowId, update, decision, decisionId, stop);
                logger.Repair(caller.ClientId, action, bookingId, Accepted);
                return new RepairResponse(bookingId, accepted.Case, accepted.Action, accepted.Step);
            }
            catch (WorkflowUpdateFailedException error)
            {
                problem = Refused(error.InnerException);
            }
            catch (RpcException error) when (error.Code == RpcException.StatusCode.NotFound)
            {
                problem = Problem.Of(ProblemTypes.SagaMovedOn, $"The workflow of booking {bookingId} has ended.");
            }
        }

        logger.Repair(caller.ClientId, action, bookingId, problem.Title);
        await support.RecordRefusedAsync(bookingId, caller.ClientId, action, reason, problem.Title, stop);
        throw new ProblemException(problem with { BookingId = bookingId });
    }

    private static Problem Refused(Exception? cause)
    {
        var type = (cause as ApplicationFailureException)?.ErrorType switch
        {
            RepairRefusals.MovedOn => ProblemTypes.SagaMovedOn,
            RepairRefusals.RepairInFlight => ProblemTypes.RepairInFlight,
            RepairRefusals.PastPivot => ProblemTypes.PastPivot,
            RepairRefusals.Invalid => ProblemTypes.RepairInvalid,
            _ => null,
        };
        return type is not null
            ? Problem.Of(type, cause!.Message)
            : throw new InvalidOperationException("The saga refused a decision for a reason that is not known here.", cause);
    }
}
