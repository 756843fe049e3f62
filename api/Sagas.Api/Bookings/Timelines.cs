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
/// still say what happened, without attempts. So they do for what came before a recovery.
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
            return await FromSagaAsync(booking, stop);
        }
        catch (TemporalException error) when (!stop.IsCancellationRequested)
        {
            logger.TimelineFromFacts(booking.BookingId, error.Message);
            return FromFacts(await store.FactsAsync(booking.BookingId, stop));
        }
    }

    private async Task<IReadOnlyList<StepResponse>> FromSagaAsync(BookingRow booking, CancellationToken stop)
    {
        var before = booking.InRecovery ? await BeforeRecoveryAsync(booking.BookingId, stop) : [];
        var isDecided = booking.Status is not (BookingStatuses.Pending or BookingStatuses.NeedsAttention);
        var kept = isDecided ? await sagas.KeptAsync(booking.WorkflowId, stop) : null;
        return kept switch
        {
            { Saga: { } ended } => Keep(booking.BookingId, Joined(before, ended)),
            // Ended from outside when all was done: what it would tell ends in the middle.
            { IsOpen: false } => FromFacts(await store.FactsAsync(booking.BookingId, stop)),
            _ => Joined(before, await sagas.AskAsync(booking.WorkflowId, stop)),
        };
    }

    public IReadOnlyList<StepResponse> Keep(string bookingId, SagaSnapshot saga) => Keep(bookingId, Joined([], saga));

    private List<StepResponse> Keep(string bookingId, List<StepResponse> steps)
    {
        if (_finished.Count >= FinishedMax)
        {
            _finished.Clear();
        }

        _finished[bookingId] = steps;
        return steps;
    }

    private static List<StepResponse> Joined(List<StepResponse> before, SagaSnapshot saga) =>
    [
        .. before,
        .. saga.Timeline.Select(StepResponse.Of).Select(step => step with { Number = step.Number + before.Count }),
    ];

    private async Task<List<StepResponse>> BeforeRecoveryAsync(string bookingId, CancellationToken stop) =>
        BeforeLastRecovery(await store.FactsAsync(bookingId, stop));

    /// <summary>What was at work when the run was lost has no known end there; the recovery finds it out.</summary>
    internal static List<StepResponse> BeforeLastRecovery(IReadOnlyList<FactRow> facts)
    {
        var begun = facts.ToList().FindLastIndex(fact => fact.Type == "recovery_begun");
        return
        [
            .. FromFacts([.. facts.Take(begun)]).Select(step => step.Outcome == TimelineOutcomes.Running
                ? step with
                {
                    Outcome = TimelineOutcomes.Failed,
                    Error = new StepError("Interrupted", "Its workflow was lost before the end was known.", null),
                }
                : step),
        ];
    }

    /// <summary>
    /// Every effect saves its facts under `{booking}:{step}:{n}`, so the facts name the steps that were taken; the last
    /// fact of a step says how it ended.
    /// </summary>
    internal static List<StepResponse> FromFacts(IReadOnlyList<FactRow> facts)
    {
        var steps = new Dictionary<string, StepResponse>();
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i].Type != "confirmation_refused"
                && facts[i].Key.Split(':') is [_, var name, ..] && StepOf(name) is { } step)
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
        BookingSteps.RecoverBooking => name,
        _ => BookingSteps.InOrder.Contains(name) ? name : null,
    };
}
