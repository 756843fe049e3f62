using System.Collections.Concurrent;
using Npgsql;
using Sagas.Api.Temporal;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Temporalio.Exceptions;

namespace Sagas.Api.Bookings;

/// <summary>
/// The steps of a booking. A saga at work is asked; a finished one left its timeline as its result, which never changes
/// and is remembered here; when Temporal cannot tell (down, or the run is past its retention), the booking's own facts
/// still say what happened, without attempts.
/// </summary>
internal sealed class Timelines(IBookingSagas sagas, BookingStore store, ILogger<Timelines> logger)
{
    private const int FinishedMax = 5_000;

    private readonly ConcurrentDictionary<string, IReadOnlyList<StepResponse>> _finished = new();

    public async Task<IReadOnlyList<StepResponse>> OfAsync(BookingRow booking, CancellationToken stop)
    {
        if (_finished.TryGetValue(booking.BookingId, out var kept))
        {
            return kept;
        }

        try
        {
            if (booking.Status is not (BookingStatuses.Pending or BookingStatuses.NeedsAttention)
                && await sagas.KeptOutcomeAsync(booking.BookingId, stop) is { } outcome)
            {
                return Keep(booking.BookingId, outcome.Saga);
            }

            return Steps(await sagas.AskAsync(booking.BookingId, stop));
        }
        catch (TemporalException error) when (!stop.IsCancellationRequested)
        {
            logger.TimelineFromFacts(booking.BookingId, error.Message);
            return FromFacts(await store.FactsAsync(booking.BookingId, stop));
        }
    }

    public IReadOnlyList<StepResponse> Keep(string bookingId, SagaSnapshot saga)
    {
        if (_finished.Count >= FinishedMax)
        {
            _finished.Clear();
        }

        return _finished[bookingId] = Steps(saga);
    }

    private static List<StepResponse> Steps(SagaSnapshot saga) => [.. saga.Timeline.Select(StepResponse.Of)];

    /// <summary>
    /// Every effect saves its facts under `{booking}:{step}:{n}`, so the facts name the steps that were taken; the last
    /// fact of a step says how it ended.
    /// </summary>
    internal static List<StepResponse> FromFacts(IReadOnlyList<FactRow> facts)
    {
        var steps = new Dictionary<string, StepResponse>();
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i].Key.Split(':') is [_, var name, ..] && StepOf(name) is { } step)
            {
                var begun = steps.GetValueOrDefault(name);
                var at = facts[i].RecordedAt;
                steps[name] = new StepResponse(
                    begun?.Number ?? steps.Count + 1,
                    step,
                    name,
                    step == name ? "action" : "compensation",
                    OutcomeOf(facts[i].Type, isLast: i == facts.Count - 1),
                    Attempts: 1,
                    begun?.StartedAt ?? at,
                    at,
                    Error: null);
            }
        }

        return [.. steps.Values.OrderBy(step => step.Number)];
    }

    private static string OutcomeOf(string fact, bool isLast) => fact switch
    {
        "seats_refused" or "payment_declined" or "mail_rejected" => "refused",
        "refund_failed" => "failed",
        // These begin a step; that the saga went on is how its end shows.
        "payment_intent_created" or "customer_action_required" or "refund_requested" when isLast => "running",
        _ => "done",
    };

    private static string? StepOf(string name) => name switch
    {
        BookingCompensations.CloseBooking => BookingSteps.OpenBooking,
        BookingCompensations.ReleaseSeats => BookingSteps.HoldSeats,
        BookingCompensations.CancelPayment => BookingSteps.AuthorisePayment,
        BookingCompensations.RefundPayment => BookingSteps.CapturePayment,
        BookingCompensations.VoidTickets => BookingSteps.ConfirmBooking,
        BookingCompensations.SendCancellation => BookingSteps.DeliverTickets,
        _ => BookingSteps.InOrder.Contains(name) ? name : null,
    };
}
